import type { GraphQLDataSource } from '@apollo/gateway';
import { type ExecutionResult, GraphQLError, Kind, parse } from 'graphql';
import type { Logger } from 'pino';
import type { Execute } from '../../platform/graphql/execute';
import { untilAborted } from '../deadline';
import { faultSentence, gatewayError } from '../errors';
import type { GatewayContext } from '../exchange';

type Source = GraphQLDataSource<GatewayContext>;
type SourceRequest = Parameters<Source['process']>[0];
type SourceResponse = Awaited<ReturnType<Source['process']>>;

/** A fetch of entities has one root field; the first entity then stands for all of them. */
const entitiesField = '_entities';

/** The response names at the root of a fetch: what is missing when it fails as a whole. */
function rootPaths(query: string): (readonly (string | number)[])[] {
  const [definition] = parse(query, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return definition.selectionSet.selections.flatMap((selection) => {
    if (selection.kind !== Kind.FIELD) return [];
    const name = (selection.alias ?? selection.name).value;
    return [name === entitiesField ? [name, 0] : [name]];
  });
}

/** The error at every place where the client would otherwise find an unexplained null. */
function failedFetch(query: string, error: GraphQLError): SourceResponse {
  const { message, extensions } = error;
  const errors = rootPaths(query).map((path) => new GraphQLError(message, { path, extensions }));
  return { data: null, errors } as unknown as SourceResponse;
}

function fetchError(error: unknown, subgraph: string, requestId: string, logger: Logger) {
  if (error instanceof GraphQLError && error.extensions.code !== undefined) return error;
  logger.error({ err: error, subgraph, requestId }, 'a subgraph could not be called');
  return gatewayError('INTERNAL_SERVER_ERROR', faultSentence);
}

/** A result without data whose errors stand nowhere: the subgraph refused the whole fetch. */
function refusedWhole(result: ExecutionResult): readonly GraphQLError[] | null {
  if (result.data || !result.errors) return null;
  return result.errors.every((error) => error.path === undefined) ? result.errors : null;
}

/**
 * Calls a subgraph by its `Execute`, in this process or behind a connection: viewer, request id
 * and signal go along, and the wait ends with the signal.
 */
export function subgraphSource(name: string, execute: Execute, logger: Logger): Source {
  return {
    process: async (options: SourceRequest): Promise<SourceResponse> => {
      if (!('incomingRequestContext' in options)) {
        throw new Error('Subgraphs are neither polled nor asked for their schema.');
      }
      const { query = '', variables, operationName } = options.request;
      const { viewer, requestId, signal } = options.context;
      try {
        signal.throwIfAborted();
        const work = execute({ query, variables, operationName }, { viewer, requestId, signal });
        const result = await untilAborted(work, signal);
        const refused = refusedWhole(result);
        if (!refused) return result as unknown as SourceResponse;
        const [first] = refused;
        return failedFetch(query, fetchError(first, name, requestId, logger));
      } catch (error) {
        return failedFetch(query, fetchError(error, name, requestId, logger));
      }
    },
  };
}
