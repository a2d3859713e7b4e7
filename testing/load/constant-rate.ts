import { setTimeout as pause } from 'node:timers/promises';
import type { Call } from './closed-loop';
import { type Sample, Tally } from './latencies';
import type { LoadEnd } from './load-end';

/**
 * Maximum number of pending calls; beyond it the system does not keep up, and the outcome says so.
 */
const inFlightMax = 2_000;
export const notSent = 'not sent: too many under way';

/** The number of calls that are due before the end. */
const callsUntil = (end: LoadEnd, perSecond: number): number =>
  typeof end === 'number' ? Math.floor((end / 1_000) * perSecond) : Number.POSITIVE_INFINITY;

/**
 * Calls at a constant rate, independent of earlier responses. Latency counts from the time at which
 * the call was due, so that a stall shows in all calls that it delays (no coordinated omission).
 * @param tally the outcomes and latencies, which can be read while the load runs.
 */
export async function constantRate(
  perSecond: number,
  end: LoadEnd,
  call: Call,
  tally = new Tally(),
): Promise<Sample> {
  const inFlight = new Set<Promise<void>>();
  const startedAt = performance.now();
  const count = callsUntil(end, perSecond);
  const signal = typeof end === 'number' ? undefined : end;
  for (let index = 0; index < count && !signal?.aborted; index += 1) {
    const dueAt = startedAt + (index / perSecond) * 1_000;
    const aheadMs = dueAt - performance.now();
    if (aheadMs > 0) await pause(aheadMs);
    if (inFlight.size >= inFlightMax) {
      tally.add(performance.now() - dueAt, notSent);
      continue;
    }
    const answered: Promise<void> = call(index)
      .then((outcome) => tally.add(performance.now() - dueAt, outcome))
      .finally(() => inFlight.delete(answered));
    inFlight.add(answered);
  }
  await Promise.all(inFlight);
  return tally.sample(performance.now() - startedAt);
}
