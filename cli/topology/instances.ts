import type { Configuration } from '../../config/schema';
import { bySubgraph, isSubgraphName, type SubgraphName } from '../../config/subgraphs';

/** What a process runs: one subgraph, a gateway, or a copy of the whole shop. */
export type Part = SubgraphName | 'gateway' | 'shop';

/** Whether a process serves the public port. */
export const servesPublicPort = (part: Part): boolean => !isSubgraphName(part);

/** A process of a shop of many processes. */
export interface PlannedInstance {
  readonly name: string;
  /** Arguments of its `main.js`. */
  readonly args: readonly string[];
  readonly part: Part;
  /** The port for other processes; null if they do not call it, or all share the public port. */
  readonly port: number | null;
  /** 0 for any free port. */
  readonly adminPort: number;
}

/** The URLs of each subgraph that has several instances; empty for the others. */
export function instanceUrls(
  instances: readonly PlannedInstance[],
): Record<SubgraphName, readonly string[]> {
  return bySubgraph((name) => {
    const ports = instances.flatMap(({ part, port }) =>
      part === name && port !== null ? [port] : [],
    );
    return ports.length < 2 ? [] : ports.map((port) => `https://127.0.0.1:${port}`);
  });
}

/**
 * The addresses of services as an instance sees them: its own ports, and all instances of the others.
 */
export function servicesOfInstance(
  { services }: Configuration,
  urls: Readonly<Record<SubgraphName, readonly string[]>>,
  own: PlannedInstance,
): Configuration['services'] {
  const { discovery } = services;
  const isListed = discovery.method !== 'consul';
  const addresses = bySubgraph((name) => {
    const address = services[name];
    const known = isListed && urls[name].length > 0 ? [...urls[name]] : address.urls;
    if (own.part !== name) return { ...address, urls: known };
    const { port, adminPort } = own;
    return {
      ...address,
      urls: known,
      port: port ?? address.port,
      adminPort: port === null ? address.adminPort : adminPort,
    };
  });
  const jobs = isSubgraphName(own.part) && own.port === null ? own : services.jobs;
  return { ...services, ...addresses, jobs: { ...services.jobs, adminPort: jobs.adminPort } };
}
