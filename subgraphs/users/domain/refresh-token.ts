/** Time for a client to repeat a refresh whose response was lost. */
export const graceMs = 10_000;

/** A presented token with its session and successor, read while the session is locked. */
export interface PresentedToken {
  readonly now: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly sessionEndedAt: Date | null;
  readonly successorUsedAt: Date | null;
}

/**
 * - `renew`: the token is valid and becomes used.
 * - `replace`: it was used a moment ago and its successor is unused, so the response was lost. It
 *   gets a new successor, and the unused one is revoked.
 * - `end`: the token was copied. The whole family ends, including the legitimate client's tokens.
 * - `refuse`: the token has expired or its session has ended; nothing changes.
 */
export type RefreshDecision = 'renew' | 'replace' | 'end' | 'refuse';

export function refreshDecision(token: PresentedToken): RefreshDecision {
  const { now, usedAt, revokedAt } = token;
  const within = (since: Date) => now.getTime() - since.getTime() <= graceMs;
  if (token.sessionEndedAt !== null || token.expiresAt <= now) return 'refuse';
  // Somebody received this revoked successor. If it is used at once, it is the same client in
  // another tab; if later, two parties hold tokens of the family.
  if (revokedAt !== null) return within(revokedAt) ? 'refuse' : 'end';
  if (usedAt === null) return 'renew';
  return within(usedAt) && token.successorUsedAt === null ? 'replace' : 'end';
}
