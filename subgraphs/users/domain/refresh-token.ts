/** Time for a client to repeat a refresh: a lost response, or two tabs that share a token. */
export const repeatMs = 10_000;

/** A presented token with its session and successor, read while the session is locked. */
export interface PresentedToken {
  readonly now: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly sessionEndedAt: Date | null;
  readonly successorUsedAt: Date | null;
}

/**
 * - `renew`: the token is valid and becomes used.
 * - `repeat`: it was used a moment ago and its successor is unused: it gets the same successor.
 * - `end`: the token was copied. The whole family ends, including the legitimate client's tokens.
 * - `refuse`: the token has expired or its session has ended; nothing changes.
 */
export type RefreshDecision = 'renew' | 'repeat' | 'end' | 'refuse';

export function refreshDecision(token: PresentedToken): RefreshDecision {
  const { now, usedAt } = token;
  if (token.sessionEndedAt !== null || token.expiresAt <= now) return 'refuse';
  if (usedAt === null) return 'renew';
  const isRecent = now.getTime() - usedAt.getTime() <= repeatMs;
  return isRecent && token.successorUsedAt === null ? 'repeat' : 'end';
}
