import { setTimeout as delay } from 'node:timers/promises';

/** The longest delay of a Node timer. */
const timerMsMax = 2 ** 31 - 1;

/**
 * When an invoice is due, in milliseconds after the first one, at this speed-up. One that is dated
 * before the first is due at once.
 */
export function dueAfterMs(first: Date, at: Date, speed: number): number {
  return Math.max((at.getTime() - first.getTime()) / speed, 0);
}

/**
 * Waits until an invoice is due; the clock starts with the first one.
 * @param speed the speed-up over the original dates.
 * @param signal ends the wait early.
 * @returns how late the invoice is, in milliseconds, because all workers were busy.
 */
export function waitUntilDue(speed: number, signal: AbortSignal): (at: Date) => Promise<number> {
  let clock: { readonly first: Date; readonly startedAtMs: number } | null = null;
  return async (at) => {
    clock ??= { first: at, startedAtMs: performance.now() };
    const dueMs = clock.startedAtMs + dueAfterMs(clock.first, at, speed);
    while (!signal.aborted && performance.now() < dueMs) {
      await pause(Math.min(dueMs - performance.now(), timerMsMax), signal);
    }
    return performance.now() - dueMs;
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
