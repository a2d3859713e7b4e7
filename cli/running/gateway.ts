import { NotRunningError } from '../program/exit-codes';

const readyDeadlineMs = 5_000;

/** @throws NotRunningError unless the gateway accepts requests. */
export async function checkReady(gateway: string): Promise<void> {
  const signal = AbortSignal.timeout(readyDeadlineMs);
  const answer = await fetch(`${gateway}/ready`, { signal }).catch(() => null);
  if (answer?.status === 200) return;
  throw new NotRunningError(
    `The shop does not answer at ${gateway}. Start it with npm start, or name another one with --url.`,
  );
}
