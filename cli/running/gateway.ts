import type { Configuration } from '../../config/schema';
import { NotRunningError } from '../program/exit-codes';

const readyDeadlineMs = 5_000;

/** The origin at which this machine reaches the gateway. */
export function gatewayOrigin({ server: { host, port } }: Configuration): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = host.includes(':') ? `[${host}]` : host;
  return `http://${isEverywhere ? 'localhost' : name}:${port}`;
}

/** @throws NotRunningError unless the gateway accepts requests. */
export async function checkReady(gateway: string): Promise<void> {
  const signal = AbortSignal.timeout(readyDeadlineMs);
  const answer = await fetch(`${gateway}/ready`, { signal }).catch(() => null);
  if (answer?.status === 200) return;
  throw new NotRunningError(
    `The shop does not answer at ${gateway}. Start it with npm start, or name another one with --url.`,
  );
}
