import type {
  DocumentNode,
  GraphQLError,
  GraphQLFormattedError,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { GatewayContext } from '../http/exchange';

export interface AnswerResult {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
}

interface AnswerHeaders extends Iterable<[string, string]> {
  set(name: string, value: string): unknown;
  delete(name: string): unknown;
}

/**
 * What is known about an operation that was read and resolved. The context of Apollo Server has all
 * of it, and so has that of the fast path.
 */
export interface ResolvedOperation {
  readonly schema: GraphQLSchema;
  readonly contextValue: GatewayContext;
  readonly document: DocumentNode;
  readonly operation?: OperationDefinitionNode;
  readonly queryHash: string;
  readonly source: string;
  readonly request: {
    variables?: Record<string, unknown>;
    readonly http?: { readonly method: string };
  };
  readonly metrics: {
    readonly persistedQueryHit?: boolean;
    readonly persistedQueryRegister?: boolean;
  };
  readonly response: { readonly http: { status?: number; readonly headers: AnswerHeaders } };
}

/** An operation whose answer is about to be sent, or the refusal of a text. */
export interface AnsweredOperation
  extends Omit<ResolvedOperation, 'document' | 'queryHash' | 'source' | 'response'> {
  readonly document?: DocumentNode;
  readonly operationName?: string | null;
  readonly errors?: readonly GraphQLError[];
  readonly response: {
    readonly http: ResolvedOperation['response']['http'];
    readonly body: { readonly kind: 'incremental' } | SingleBody;
  };
}

interface SingleBody {
  readonly kind: 'single';
  singleResult: AnswerResult;
}
