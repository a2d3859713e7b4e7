import { describe, inject } from 'vitest';
import { redisAvailable } from '../../platform/testing/redis';
import type { Topology } from '../../testing/started-shop';

/** Several processes share counters in Redis; without it the suite is skipped. */
const topologies: readonly { topology: Topology; runs: boolean }[] = [
  { topology: 'one process', runs: true },
  { topology: 'many processes', runs: redisAvailable },
];

type Journey = (topology: Topology) => void;

/** Runs the same journey on a single process and on the distributed system. */
export function onEachTopology(journey: Journey): void {
  for (const { topology, runs } of topologies) {
    describe.skipIf(!runs)(`in ${topology}`, () => journey(topology));
  }
}

/**
 * A journey that hardly depends on the topology: `npm test` runs it in one, `npm run test:long` in
 * each.
 */
export function onTopology(ofEveryRun: Topology, journey: Journey): void {
  const chosen = topologies.filter(({ topology }) => topology === ofEveryRun);
  for (const { topology, runs } of inject('everyTopology') ? topologies : chosen) {
    describe.skipIf(!runs)(`in ${topology}`, () => journey(topology));
  }
}
