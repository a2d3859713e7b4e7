import { describe } from 'vitest';
import { isLongRun } from '../../platform/testing/long-run';
import { redisAvailable } from '../../platform/testing/redis';
import type { Topology } from '../../testing/started-shop';
import { hasSeveral } from './each-in-turn';

/**
 * Several processes share counters in Redis; without it the suite is skipped. A run with several of
 * each process has no shop in one process.
 */
const topologies: readonly { topology: Topology; runs: boolean }[] = [
  { topology: 'one process', runs: !hasSeveral },
  { topology: 'many processes', runs: redisAvailable },
];

/** The topology of journeys that do not choose one. */
export const usualTopology: Topology = hasSeveral ? 'many processes' : 'one process';

type Journey = (topology: Topology) => void;

/** Runs the same journey on a single process and on the distributed system. */
export function onEachTopology(journey: Journey): void {
  for (const { topology, runs } of topologies) {
    describe.skipIf(!runs)(`in ${topology}`, () => journey(topology));
  }
}

/**
 * Whether a journey that hardly depends on the topology runs on this one: `npm test` runs it on
 * one topology, `npm run test:long` on each.
 */
export const runsOn = (ofEveryRun: Topology, topology: Topology): boolean =>
  hasSeveral || isLongRun || topology === ofEveryRun;

/** Runs such a journey. */
export function onTopology(ofEveryRun: Topology, journey: Journey): void {
  for (const { topology, runs } of topologies.filter((one) => runsOn(ofEveryRun, one.topology))) {
    describe.skipIf(!runs)(`in ${topology}`, () => journey(topology));
  }
}
