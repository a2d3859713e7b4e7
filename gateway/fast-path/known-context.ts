import type { GraphQLError } from 'graphql';
import type { Exchange, GatewayContext } from '../http/exchange';
import type { AnswerResult } from '../operation/operation-context';
import type { KnownOperation } from './known-operations';

/** The context of an operation, in the shape of Apollo Server's. */
export interface KnownContext extends Pick<KnownOperation, 'schema' | 'document' | 'operation'> {
  readonly queryHash: string;
  readonly source: string;
  readonly operationName: string | null;
  readonly metrics: { readonly persistedQueryHit: boolean };
  readonly contextValue: GatewayContext;
  readonly request: { variables?: Record<string, unknown>; readonly http: { method: string } };
  readonly response: {
    readonly http: { status?: number; readonly headers: Map<string, string> };
    readonly body: { readonly kind: 'single'; singleResult: AnswerResult };
  };
  errors?: readonly GraphQLError[];
}

export type QueryMethod = 'GET' | 'POST';

export function contextOf(
  known: KnownOperation,
  exchange: Exchange,
  variables: Record<string, unknown> | undefined,
  method: QueryMethod,
): KnownContext {
  const { viewer, requestId, signal } = exchange;
  const { schema, document, operation, queryHash, source, isFromHash } = known;
  return {
    contextValue: { viewer, requestId, signal, exchange },
    request: { variables, http: { method } },
    response: { http: { headers: new Map() }, body: { kind: 'single', singleResult: {} } },
    schema,
    document,
    operation,
    operationName: operation.name?.value ?? null,
    queryHash,
    source,
    metrics: { persistedQueryHit: isFromHash },
  };
}
