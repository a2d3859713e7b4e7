import type { GraphQLDataSource } from '@apollo/gateway';
import type { GatewayContext } from '../http/exchange';
import type { SubgraphFetch } from './subgraph-fetch';

type Source = GraphQLDataSource<GatewayContext>;
type SourceRequest = Parameters<Source['process']>[0];
type SourceResponse = Awaited<ReturnType<Source['process']>>;

/** A subgraph as @apollo/gateway asks for it. */
export function subgraphSource(fetch: SubgraphFetch): Source {
  return {
    process: async (options: SourceRequest): Promise<SourceResponse> => {
      if (!('incomingRequestContext' in options)) {
        throw new Error('Subgraphs are neither polled nor asked for their schema.');
      }
      const { query = '', variables, operationName } = options.request;
      const result = await fetch({ query, variables, operationName }, options.context);
      return result as unknown as SourceResponse;
    },
  };
}
