import { isIP } from 'node:net';
import { consulInstances } from '../../platform/remote/instances/consul-instances';
import { dnsInstances } from '../../platform/remote/instances/dns-instances';
import {
  addressOfUrl,
  type InstanceSource,
  listedInstances,
} from '../../platform/remote/instances/instance-source';
import type { Logger } from '../../platform/telemetry/logger';
import { msPerSecond } from '../../platform/values/time';
import type { Configuration } from '../schema';
import type { SubgraphName } from '../subgraphs';
import { subgraphUrl } from './service-addresses';

/** The name of a subgraph in Consul. */
export const consulName = (name: SubgraphName): string => `orderprocessing-${name}`;

function sourceOf(
  { services }: Configuration,
  url: string,
  name: SubgraphName,
  logger: Logger,
): InstanceSource | undefined {
  const { method, consul, nameServers, pollSeconds } = services.discovery;
  if (method === 'consul') {
    const { url: agent, token } = consul;
    return consulInstances({ url: agent ?? '', token, service: consulName(name), logger });
  }
  const { urls } = services[name];
  if (method === 'list') return urls.length === 0 ? undefined : listedInstances(urls);
  const { host, port } = addressOfUrl(url);
  if (isIP(host) !== 0) return undefined;
  return dnsInstances({ host, port, nameServers, pollMs: pollSeconds * msPerSecond, logger });
}

/** The options of `remoteSubgraph` that say where a subgraph is, and how others call it. */
export function subgraphInstances(
  configuration: Configuration,
  name: SubgraphName,
  logger: Logger,
) {
  const url = subgraphUrl(configuration, name);
  const instances = sourceOf(configuration, url, name, logger);
  const { resilience, services } = configuration;
  return { name, url, instances, balancing: services.discovery.balancing, resilience };
}
