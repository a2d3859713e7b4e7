import type { Configuration } from '../../config/schema';
import { hasJobs, processesOf, type SubgraphName, subgraphNames } from '../../config/subgraphs';
import { isPortFree } from '../../platform/process/port';
import type { Part, PlannedInstance } from '../topology/instances';

/** Ports that are tried for the instances after the first one. */
const triedMax = 1_000;
const portMax = 65_535;

/** How many instances of each process to start. */
export interface InstanceCounts {
  readonly gateways: number;
  /** Default for each subgraph: 1. */
  readonly subgraphs: Partial<Readonly<Record<SubgraphName, number>>>;
  readonly jobs: number;
}

type IsFree = (host: string, port: number) => Promise<boolean>;

function settingPorts({ server, services, payments }: Configuration): number[] {
  const ofSubgraphs = subgraphNames.flatMap((name) => {
    const { port, adminPort } = services[name];
    return [port, adminPort];
  });
  const { port } = payments.sandbox;
  const others = [services.jobs, services.supervisor].map(({ adminPort }) => adminPort);
  return [server.port, server.adminPort, ...others, port, ...ofSubgraphs];
}

/** Gives out ports, each once. */
class FreePorts {
  private readonly taken: Set<number>;

  constructor(
    private readonly configuration: Configuration,
    private readonly isFree: IsFree,
  ) {
    this.taken = new Set(settingPorts(configuration));
  }

  /**
   * The given port, and for each other instance the next one that is free, so that a taken port
   * stops none of them. 0 stands alone for any free port.
   * @throws Error if there are too few free ports.
   */
  async from(first: number, count: number): Promise<number[]> {
    if (first === 0) return Array.from({ length: count }, () => 0);
    const last = Math.min(first + triedMax, portMax);
    const ports = [first];
    for (let port = first + 1; ports.length < count; port += 1) {
      if (port > last) {
        throw new Error(`There are too few free ports between ${first} and ${last}.`);
      }
      if (this.taken.has(port)) continue;
      if (!(await this.isFree(this.configuration.services.host, port))) continue;
      this.taken.add(port);
      ports.push(port);
    }
    return ports;
  }
}

const named = (name: string, index: number, count: number): string =>
  count === 1 ? name : `${name}-${index + 1}`;

function sharingPublicPort(part: Part, adminPorts: readonly number[]): PlannedInstance[] {
  return adminPorts.map((adminPort, index) => {
    return { name: `${part}-${index + 1}`, args: [], part, port: null, adminPort };
  });
}

/** Every process to start, with ports of its own. */
export async function plannedInstances(
  configuration: Configuration,
  { gateways, subgraphs, jobs }: InstanceCounts,
  isFree: IsFree = isPortFree,
): Promise<PlannedInstance[]> {
  const { server, services } = configuration;
  const free = new FreePorts(configuration, isFree);
  const planned: PlannedInstance[] = [];
  for (const subgraph of subgraphNames) {
    const { port, adminPort } = services[subgraph];
    for (const { name, args } of processesOf(subgraph)) {
      const isJobs = hasJobs(subgraph) && name !== subgraph;
      const count = isJobs ? jobs : (subgraphs[subgraph] ?? 1);
      const ports = isJobs ? null : await free.from(port, count);
      const adminPorts = await free.from(isJobs ? services.jobs.adminPort : adminPort, count);
      adminPorts.forEach((own, index) => {
        planned.push({
          name: named(name, index, count),
          args,
          part: subgraph,
          port: ports?.[index] ?? null,
          adminPort: own,
        });
      });
    }
  }
  const gatewayPorts = await free.from(server.adminPort, gateways);
  return [...planned, ...sharingPublicPort('gateway', gatewayPorts)];
}

/** Copies of the whole shop, each with an admin port of its own. */
export async function plannedCopies(
  configuration: Configuration,
  count: number,
  isFree: IsFree = isPortFree,
): Promise<PlannedInstance[]> {
  const free = new FreePorts(configuration, isFree);
  return sharingPublicPort('shop', await free.from(configuration.server.adminPort, count));
}
