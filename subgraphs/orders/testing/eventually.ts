import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 20;
/** Prevents hanging; not a performance requirement. */
const deadlineMs = 30_000;

/**
 * Polls until the check holds.
 * @throws Error at the deadline, with what was waited for.
 */
export async function eventually(
  what: string,
  check: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`It did not happen in time: ${what}`);
    await delay(pollMs);
  }
}
