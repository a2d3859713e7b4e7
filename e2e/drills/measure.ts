import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 50;

/**
 * Polls until it holds; a check that fails does not hold.
 * @returns milliseconds since then, or null if it did not hold within the deadline.
 */
export async function millisecondsUntil(
  sinceMs: number,
  check: () => Promise<boolean> | boolean,
  deadlineMs: number,
): Promise<number | null> {
  while (Date.now() - sinceMs < deadlineMs) {
    if (await Promise.resolve(check()).catch(() => false)) return Date.now() - sinceMs;
    await delay(pollMs);
  }
  return null;
}

const linePattern = /^(\w+)(?:\{(.*)\})? (\S+)$/;

/** The sum of a metric over all series with these labels, e.g. `outcome="failed"`. */
export function metricSum(text: string, name: string, ...labels: readonly string[]): number {
  let sum = 0;
  for (const line of text.split('\n')) {
    const [, found, given = '', value] = linePattern.exec(line) ?? [];
    if (found === name && labels.every((label) => given.includes(label))) sum += Number(value);
  }
  return sum;
}

/** Counters of what was tried, and of what failed or was slow. */
export interface Tried {
  readonly all: number;
  readonly failed: number;
}

const failedMin = 5;
/** Clients of the harness fail a few on purpose. */
const shareMin = 0.3;

/** Whether a large share failed since then: what an alert on a ratio sees first. */
export function isShareFailing(before: Tried, now: Tried): boolean {
  const failed = now.failed - before.failed;
  return failed >= failedMin && failed > shareMin * (now.all - before.all);
}
