export interface RetryOptions {
  /** How often a request is sent at most; 4 by default. */
  readonly attemptsMax?: number;
  /** The first pause is random below this, each further one below twice as much; 500 by default. */
  readonly baseMs?: number;
  /** No pause is longer, except one that the API asks for; 5,000 by default. */
  readonly capMs?: number;
  /** A longer `Retry-After` is treated like this; 30,000 by default. */
  readonly retryAfterCapMs?: number;
}

export type RetryPolicy = Required<RetryOptions>;

export const defaultRetries: RetryPolicy = {
  attemptsMax: 4,
  baseMs: 500,
  capMs: 5_000,
  retryAfterCapMs: 30_000,
};

/** `Retry-After` as seconds or as a date (RFC 9110, 10.2.3), in milliseconds from now. */
export function retryAfterMs(
  header: string | null,
  nowMs: number = Date.now(),
): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

/** Full jitter: many clients that failed together do not come back together. */
export function pauseMs(
  { baseMs, capMs, retryAfterCapMs }: RetryPolicy,
  attempt: number,
  askedMs?: number,
): number {
  const jitter = Math.random() * Math.min(capMs, baseMs * 2 ** (attempt - 1));
  return askedMs === undefined ? jitter : Math.min(askedMs, retryAfterCapMs) + jitter;
}

/** Statuses of an API or a proxy that could not serve the request now. */
export const isRetryableStatus = (status: number) =>
  status === 429 || (status >= 502 && status <= 504);
