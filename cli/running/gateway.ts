import { NotRunningError } from '../program/exit-codes';
import { messageOf } from '../program/results';

const readyDeadlineMs = 5_000;

/** @throws NotRunningError unless the gateway accepts requests. */
export async function checkReady(gateway: string): Promise<void> {
  const signal = AbortSignal.timeout(readyDeadlineMs);
  const fault = await fetch(`${gateway}/ready`, { signal }).then(
    ({ status }) => (status === 200 ? null : `HTTP ${status}`),
    (error: Error) => messageOf(error.cause ?? error),
  );
  if (fault === null) return;
  throw new NotRunningError(
    `The shop does not answer at ${gateway} (${fault}). Start it with npm start, or name another one with --url.`,
  );
}
