import { configurationSource } from './open-configuration';
import type { Configuration } from './schema';
import { tlsFiles } from './service-addresses';
import { type SubgraphName, subgraphRow } from './subgraphs';

/** What `runSubgraph` has to know of a subgraph that the list of subgraphs says. */
export function subgraphProcess(name: SubgraphName) {
  return {
    name,
    settings: configurationSource,
    databaseUrl: ({ database }: Configuration) => database[name].url,
    tls: tlsFiles,
    address: ({ services }: Configuration) => services[name],
    internalCallers: subgraphRow(name).internalCallers,
  };
}
