import { describe } from 'vitest';
import { redisAvailable } from '../../platform/testing/redis';
import type { Topology } from './shop';

/** Several processes share their counters in Redis; without one the suite is reported as skipped. */
const topologies: readonly { topology: Topology; runs: boolean }[] = [
  { topology: 'one process', runs: true },
  { topology: 'many processes', runs: redisAvailable },
];

/** The same journey through the system as it runs on one machine, and as it runs on many. */
export function onEachTopology(journey: (topology: Topology) => void): void {
  for (const { topology, runs } of topologies) {
    describe.skipIf(!runs)(`in ${topology}`, () => journey(topology));
  }
}
