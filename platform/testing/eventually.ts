import { setTimeout as delay } from 'node:timers/promises';

/** It only keeps a test from hanging: the machine may be slow, and busy with other suites. */
const patienceMs = 30_000;

export interface Patience {
  readonly deadlineMs?: number;
  readonly pollMs?: number;
}

type Found<Value> = Value | null | undefined | false;
export type Check<Value> = () => Found<Value> | Promise<Found<Value>>;

/**
 * Polls until the check gives a value.
 * @throws Error at the deadline, with a description of what was awaited.
 */
export async function eventually<Value>(
  what: string,
  check: Check<Value>,
  { deadlineMs = patienceMs, pollMs = 20 }: Patience = {},
): Promise<Value> {
  const deadline = Date.now() + deadlineMs;
  while (Date.now() < deadline) {
    const value = await check();
    if (value) return value;
    await delay(pollMs);
  }
  throw new Error(`It did not happen in time: ${what}`);
}
