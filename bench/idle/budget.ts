import type { Topology } from '../bench-shop';

/** The cost of a system without requests. */
export interface Idle {
  /** Share of one core, all processes together, including PostgreSQL and Redis. */
  readonly coreShare: number;
  readonly statementsPerSecond: number;
}

const coreShareMax = 0.01;
/** Higher for a distributed system, in which each process polls for itself. */
const statementsPerSecondMax: Readonly<Record<Topology, number>> = {
  'one-process': 2,
  'two-copies': 4,
  distributed: 5,
  'two-of-each': 10,
};

/** @returns a sentence for each exceeded budget. */
export function faultsOf({ coreShare, statementsPerSecond }: Idle, topology: Topology): string[] {
  const faults: string[] = [];
  if (coreShare > coreShareMax) {
    const [share, max] = [coreShare, coreShareMax].map((value) => (100 * value).toFixed(2));
    faults.push(`it uses ${share} % of a core, limit ${max}`);
  }
  const most = statementsPerSecondMax[topology];
  if (statementsPerSecond > most) {
    faults.push(`it sends ${statementsPerSecond.toFixed(2)} statements per second, limit ${most}`);
  }
  return faults;
}
