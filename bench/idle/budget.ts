import type { Topology } from '../bench-shop';

/** What a system costs that nobody asks anything. */
export interface Idle {
  /** Of one core, all processes together, PostgreSQL and Redis among them. */
  readonly coreShare: number;
  readonly statementsPerSecond: number;
}

const coreShareMax = 0.01;
/** Each part of a distributed system looks after itself. */
const statementsPerSecondMax: Readonly<Record<Topology, number>> = {
  'one-process': 2,
  distributed: 5,
};

/** @returns what is over its budget, a sentence each. */
export function faultsOf({ coreShare, statementsPerSecond }: Idle, topology: Topology): string[] {
  const faults: string[] = [];
  if (coreShare > coreShareMax) {
    const [share, max] = [coreShare, coreShareMax].map((value) => (100 * value).toFixed(2));
    faults.push(`it takes ${share} % of a core, of ${max}`);
  }
  const most = statementsPerSecondMax[topology];
  if (statementsPerSecond > most) {
    faults.push(`it sends ${statementsPerSecond.toFixed(2)} statements a second, of ${most}`);
  }
  return faults;
}
