/** A lost answer is asked for again within this time. */
export const graceMs = 10_000;

/** A presented token with its session and successor, as read under the session's lock. */
export interface PresentedToken {
  readonly now: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly sessionEndedAt: Date | null;
  readonly successorUsedAt: Date | null;
}

/**
 * - `renew`: it is good, and is used up.
 * - `replace`: it was used a moment ago and nobody has used its successor: the answer was lost. A
 *   new successor is given, and the unused one revoked.
 * - `end`: somebody has a copy. The whole family ends, whoever holds which of its tokens.
 * - `refuse`: it is over; nothing changes.
 */
export type RefreshDecision = 'renew' | 'replace' | 'end' | 'refuse';

export function refreshDecision(token: PresentedToken): RefreshDecision {
  const { now, usedAt, revokedAt } = token;
  const within = (since: Date) => now.getTime() - since.getTime() <= graceMs;
  if (token.sessionEndedAt !== null || token.expiresAt <= now) return 'refuse';
  // A successor that was revoked went to somebody. Asked for at once, it is the same client in
  // another tab; asked for later, the one who replaced it and the one who holds it are two.
  if (revokedAt !== null) return within(revokedAt) ? 'refuse' : 'end';
  if (usedAt === null) return 'renew';
  return within(usedAt) && token.successorUsedAt === null ? 'replace' : 'end';
}
