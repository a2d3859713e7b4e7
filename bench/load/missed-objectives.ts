import {
  faultCodes,
  type LatencyObjective,
  objectives,
  toleratedFaultShare,
} from '../../ops/k6/workload/scenarios';
import { percentile, type Sample } from '../../testing/load/latencies';
import { answered, confirmed } from './shop-calls';

/** The calls of a load test by kind. */
export interface LoadSample {
  readonly reads: Sample;
  readonly orders: Sample;
}

const percent = 100;

/** Calls that were not sent because too many were open count as faults too. */
const isFault = (outcome: string): boolean =>
  faultCodes.includes(outcome) ||
  outcome.startsWith('not answered') ||
  outcome.startsWith('not sent');

function slowness(kind: string, sample: Sample, objective: LatencyObjective): string[] {
  const ms = percentile(sample, objective.percentile);
  if (ms < objective.withinMs) return [];
  return [
    `${objective.percentile} % of the ${kind} took up to ${ms.toFixed(0)} ms; the objective is ${objective.withinMs} ms`,
  ];
}

const countOf = ({ outcomes }: Sample, isCounted: (outcome: string) => boolean): number =>
  Object.entries(outcomes).reduce(
    (sum, [outcome, count]) => sum + (isCounted(outcome) ? count : 0),
    0,
  );

/**
 * Answers that are neither expected nor faults, such as rejected orders: the measured load is then
 * not the intended one.
 */
function unexpected(kind: string, { outcomes }: Sample, expected: string): string[] {
  return Object.entries(outcomes)
    .filter(([outcome]) => outcome !== expected && !isFault(outcome))
    .map(([outcome, count]) => `${count} ${kind} ended with ${outcome}`);
}

/** @returns a sentence for each objective that a load has missed. */
export function missedObjectives({ reads, orders }: LoadSample): string[] {
  const faults = countOf(reads, isFault) + countOf(orders, isFault);
  const calls = reads.latenciesMs.length + orders.latenciesMs.length;
  const share = faults / calls;
  const limit = `${toleratedFaultShare * percent} %`;
  return [
    ...slowness('reads', reads, objectives.read),
    ...slowness('orders', orders, objectives.order),
    ...(share < toleratedFaultShare || calls === 0
      ? []
      : [`${faults} of ${calls} calls failed; fewer than ${limit} may`]),
    ...unexpected('reads', reads, answered),
    ...unexpected('orders', orders, confirmed),
  ];
}
