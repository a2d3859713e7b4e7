import type { GraphQLDataSource } from '@apollo/gateway';
import type { GatewayContext } from '../http/exchange';
import type { SubgraphFetch } from './subgraph-fetch';

type Source = GraphQLDataSource<GatewayContext>;
type SourceRequest = Parameters<Source['process']>[0];
type SourceResponse = Awaited<ReturnType<Source['process']>>;

/** A subgraph as a data source of @apollo/gateway. */
export function subgraphSource(fetch: SubgraphFetch): Source {
  return {
    process: async (options: SourceRequest): Promise<SourceResponse> => {
      if (!('incomingRequestContext' in options)) {
        throw new Error(
          'Subgraphs are not asked for their schema: the supergraph is composed at build time.',
        );
      }
      const { query = '', variables, operationName } = options.request;
      const result = await fetch({ query, variables, operationName }, options.context);
      return result as unknown as SourceResponse;
    },
  };
}
