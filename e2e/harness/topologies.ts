import { describe, inject } from 'vitest';
import { redisAvailable } from '../../platform/testing/redis';
import type { Topology } from './shop';

/** Several processes share their counters in Redis; without one the suite is reported as skipped. */
const topologies: readonly { topology: Topology; runs: boolean }[] = [
  { topology: 'one process', runs: true },
  { topology: 'many processes', runs: redisAvailable },
];

type Journey = (topology: Topology) => void;

/** The same journey through the system as it runs on one machine, and as it runs on many. */
export function onEachTopology(journey: Journey): void {
  for (const { topology, runs } of topologies) {
    describe.skipIf(!runs)(`in ${topology}`, () => journey(topology));
  }
}

/**
 * A journey that the other topology can hardly change: `npm test` takes it in one, and
 * `npm run test:long` in each.
 */
export function onTopology(ofEveryRun: Topology, journey: Journey): void {
  const chosen = topologies.filter(({ topology }) => topology === ofEveryRun);
  for (const { topology, runs } of inject('everyTopology') ? topologies : chosen) {
    describe.skipIf(!runs)(`in ${topology}`, () => journey(topology));
  }
}
