import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { publicError } from './errors';
import type { RequestScope } from './request-scope';

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export type Execute = (request: GraphqlRequest, scope: RequestScope) => Promise<ExecutionResult>;

export interface ExecutorOptions {
  readonly schema: GraphQLSchema;
  readonly createContext: (scope: RequestScope) => object;
  readonly logger: Logger;
}

/** Parsed and validated documents kept per schema; the gateway's plans repeat a bounded few. */
const documentsMax = 2_000;

/**
 * Errors with a code of ours are meant to be read. Anything else is a fault: it is logged with
 * the request's id, and the client learns that id and nothing from inside.
 */
function maskError(error: GraphQLError, scope: RequestScope, logger: Logger): GraphQLError {
  const cause = error.originalError;
  if (cause === undefined || cause instanceof GraphQLError) return error;
  logger.error({ err: cause, requestId: scope.requestId, path: error.path }, 'a resolver failed');
  const masked = publicError('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.');
  return new GraphQLError(masked.message, {
    nodes: error.nodes,
    path: error.path,
    extensions: masked.extensions,
  });
}

/** Runs documents against one schema: each is parsed and validated once. */
export function createExecutor({ schema, createContext, logger }: ExecutorOptions): Execute {
  const documents = new LRUCache<string, DocumentNode | readonly GraphQLError[]>({
    max: documentsMax,
  });
  const documentOf = (query: string): DocumentNode | readonly GraphQLError[] => {
    const known = documents.get(query);
    if (known) return known;
    const document = parse(query, { noLocation: true });
    const problems = validate(schema, document);
    const entry = problems.length > 0 ? problems : document;
    documents.set(query, entry);
    return entry;
  };
  return async (request, scope) => {
    const document = documentOf(request.query);
    if (!('kind' in document)) return { errors: document };
    const result = await execute({
      schema,
      document,
      variableValues: request.variables,
      operationName: request.operationName,
      contextValue: createContext(scope),
    });
    if (!result.errors) return result;
    return { ...result, errors: result.errors.map((error) => maskError(error, scope, logger)) };
  };
}
