import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Exchange, GatewayContext } from '../http/exchange';
import type { OperationChecks } from '../operation/checks';
import { encodeAnswer } from '../operation/encoded-answers';
import type { ErrorFormat } from '../operation/error-format';
import type { AnswerResult } from '../operation/operation-context';
import type { KnownOperation } from './known-operations';

/** A response without what every response has. */
export interface KnownAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | Buffer;
}

/** The context of an operation, in the shape of Apollo Server's. */
interface KnownContext {
  readonly contextValue: GatewayContext;
  readonly request: { variables?: Record<string, unknown>; readonly http: { method: string } };
  readonly response: {
    readonly http: { status?: number; readonly headers: Map<string, string> };
    readonly body: { readonly kind: 'single'; singleResult: AnswerResult };
  };
  errors?: readonly GraphQLError[];
}

const posted = { method: 'POST' };

function contextOf(
  known: KnownOperation,
  exchange: Exchange,
  variables: Record<string, unknown> | undefined,
) {
  const { viewer, requestId, signal } = exchange;
  const { schema, document, operation, queryHash, source, isFromHash } = known;
  const context: KnownContext = {
    contextValue: { viewer, requestId, signal, exchange },
    request: { variables, http: posted },
    response: { http: { headers: new Map() }, body: { kind: 'single', singleResult: {} } },
  };
  return Object.assign(context, {
    schema,
    document,
    operation,
    operationName: operation.name?.value ?? null,
    queryHash,
    source,
    metrics: { persistedQueryHit: isFromHash },
  });
}

const asGraphqlError = (error: unknown): GraphQLError => {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
};

/** Apollo Server gives every error a code before it is formatted. */
function formatted(error: GraphQLError, format: ErrorFormat): GraphQLFormattedError {
  const { code = 'INTERNAL_SERVER_ERROR' } = error.extensions;
  return format({ ...error.toJSON(), extensions: { ...error.extensions, code } }, error);
}

/** Runs known operations with the checks that Apollo Server runs as a plugin. */
export function runKnown({ enter, leave }: OperationChecks, format: ErrorFormat) {
  const refuse = (context: KnownContext, reason: unknown): void => {
    const error = asGraphqlError(reason);
    context.errors = [error];
    context.response.body.singleResult = { errors: [formatted(error, format)] };
    context.response.http.status = 500;
  };

  return async (
    known: KnownOperation,
    exchange: Exchange,
    variables: Record<string, unknown> | undefined,
  ): Promise<KnownAnswer> => {
    const context = contextOf(known, exchange, variables);
    const { contextValue, request, response } = context;
    try {
      await enter(context);
      const { errors, ...result } = await known.run(request.variables ?? {}, contextValue);
      response.body.singleResult = result;
      if (errors) {
        context.errors = errors;
        response.body.singleResult.errors = errors.map((error) => formatted(error, format));
      }
    } catch (error) {
      refuse(context, error);
    }
    await leave(context);
    const { status = 200, headers } = response.http;
    const body = await encodeAnswer(response.body.singleResult, exchange.answerBytes);
    return { status, headers, body };
  };
}
