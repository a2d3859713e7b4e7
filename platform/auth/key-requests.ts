import type { Logger } from 'pino';
import { createCappedLists } from '../redis/capped-lists';
import type { Redis } from '../redis/redis';
import { msPerSecond } from '../values/time';

/** A request with an API key, as its owner sees it. */
export interface KeyRequest {
  /** When it arrived. */
  readonly at: Date;
  readonly requestId: string;
  /** Name of the operation; null without one. */
  readonly operation: string | null;
  /** `OK`, or the code of the first error. */
  readonly outcome: string;
  /** The status of the HTTP response. */
  readonly status: number;
  readonly durationMs: number;
}

/** The latest requests of each API key. They may be lost with Redis. */
export interface KeyRequestLog {
  /** Does not wait, and never fails. */
  record(keyId: string, request: KeyRequest): void;
  /**
   * The latest requests of each key, newest first.
   * @throws Error while Redis is unavailable.
   */
  latest(keyIds: readonly string[], count: number): Promise<readonly (readonly KeyRequest[])[]>;
}

/**
 * Requests kept of an API key, in Redis or in memory: at most 50 kB, since request ids and names of
 * operations have limits of their own.
 * @exceeded the oldest are forgotten
 * @test platform/auth/key-requests.test.ts
 */
export const keyRequestsMax = 100;
/**
 * How long a request of an API key is shown.
 * @exceeded it is not shown, and deleted with the next one, or with the list once it is as old
 * @test platform/auth/key-requests.test.ts
 */
export const keyRequestsDays = 7;

/**
 * API keys whose requests are kept in Redis: at most 20 MB, so that they push out no counter of rates.
 * @exceeded the requests of the key that was used least recently are forgotten
 * @test platform/redis/capped-lists.test.ts
 */
export const keyRequestListsMax = 400;

const secondsPerDay = 86_400;
const ttlSeconds = keyRequestsDays * secondsPerDay;

/** The fields in the order of `entryOf`; short, because a hundred are retained for each key. */
type Entry = [
  atMs: number,
  requestId: string,
  operation: string | null,
  outcome: string,
  status: number,
  durationMs: number,
];

const entryOf = (request: KeyRequest): Entry => [
  ...([request.at.getTime(), request.requestId, request.operation] as const),
  ...([request.outcome, request.status, request.durationMs] as const),
];

/** Written by `record`, so its shape needs no check. */
function requestOf(text: string): KeyRequest {
  const [atMs, requestId, operation, outcome, status, durationMs] = JSON.parse(text) as Entry;
  return { at: new Date(atMs), requestId, operation, outcome, status, durationMs };
}

/**
 * @param redis where gateways write and users reads; without it the two must share this object in
 * one process.
 */
export function keyRequestLog(redis: Redis | null, logger: Logger): KeyRequestLog {
  const lists = createCappedLists({
    redis,
    logger,
    ttlSeconds,
    keyPrefix: 'key-requests:',
    entriesMax: keyRequestsMax,
    listsMax: keyRequestListsMax,
  });
  return {
    record: (keyId, request) => lists.push(keyId, JSON.stringify(entryOf(request))),
    latest: async (keyIds, count) => {
      const oldest = Date.now() - ttlSeconds * msPerSecond;
      const found = await lists.latest(keyIds, count);
      return found.map((texts) => texts.map(requestOf).filter(({ at }) => at.getTime() >= oldest));
    },
  };
}
