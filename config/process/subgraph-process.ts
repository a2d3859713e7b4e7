import { registerInConsul } from '../../platform/remote/instances/consul-registration';
import type { Logger } from '../../platform/telemetry/logger';
import { configurationSource } from '../loading/open-configuration';
import type { Configuration } from '../schema';
import { type SubgraphName, subgraphRow } from '../subgraphs';
import { tlsFiles } from './service-addresses';
import { consulName } from './subgraph-instances';

/** The options of `runSubgraph` that follow from the list of subgraphs. */
export function subgraphProcess(name: SubgraphName) {
  return {
    name,
    settings: configurationSource(name),
    databaseUrl: ({ database }: Configuration) => database[name].url,
    directUrl: ({ database }: Configuration) => database[name].directUrl,
    replicaUrls: ({ database }: Configuration) => database[name].replicaUrls,
    tls: tlsFiles,
    address: ({ services }: Configuration) => services[name],
    announce: async (
      { services }: Configuration,
      ports: { readonly port: number; readonly adminPort: number },
      logger: Logger,
    ) => {
      const { method, consul } = services.discovery;
      if (method !== 'consul') return async () => undefined;
      const host = consul.advertisedHost ?? services.host;
      if (host === '0.0.0.0' || host === '::') {
        throw new Error(
          `Set services.discovery.consul.advertisedHost: callers cannot reach ${host}, which is services.host.`,
        );
      }
      const agent = { url: consul.url ?? '', token: consul.token };
      return registerInConsul({ ...agent, ...ports, service: consulName(name), host, logger });
    },
    internalCallers: subgraphRow(name).internalCallers,
  };
}
