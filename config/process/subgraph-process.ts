import { configurationSource } from '../loading/open-configuration';
import type { Configuration } from '../schema';
import { type SubgraphName, subgraphRow } from '../subgraphs';
import { tlsFiles } from './service-addresses';

/** The options of `runSubgraph` that follow from the list of subgraphs. */
export function subgraphProcess(name: SubgraphName) {
  return {
    name,
    settings: configurationSource(name),
    databaseUrl: ({ database }: Configuration) => database[name].url,
    tls: tlsFiles,
    address: ({ services }: Configuration) => services[name],
    internalCallers: subgraphRow(name).internalCallers,
  };
}
