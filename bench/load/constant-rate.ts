import { setTimeout as pause } from 'node:timers/promises';
import type { Call } from './closed-loop';
import { type Sample, Tally } from './latencies';

/**
 * Maximum number of pending calls; beyond it the system does not keep up, and the outcome says so.
 */
const inFlightMax = 2_000;

/**
 * Calls at a constant rate, independent of earlier responses. Latency counts from the time at which
 * the call was due, so that a stall shows in all calls that it delays (no coordinated omission).
 */
export async function constantRate(
  perSecond: number,
  durationMs: number,
  call: Call,
): Promise<Sample> {
  const tally = new Tally();
  const inFlight = new Set<Promise<void>>();
  const startedAt = performance.now();
  const count = Math.floor((durationMs / 1_000) * perSecond);
  for (let index = 0; index < count; index += 1) {
    const dueAt = startedAt + (index / perSecond) * 1_000;
    const aheadMs = dueAt - performance.now();
    if (aheadMs > 0) await pause(aheadMs);
    if (inFlight.size >= inFlightMax) {
      tally.add(performance.now() - dueAt, 'not sent: too many under way');
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
