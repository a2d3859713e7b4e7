const msPerMinute = 60_000;

interface SignIn {
  /** Null or absent if unknown. */
  readonly signedInAtMs: number | null | undefined;
  /** When the account got its second factor; null if it has none. */
  readonly factorSince: Date | null;
  readonly nowMs: number;
  readonly minutes: number;
}

/**
 * Whether the session was signed in to during the last minutes, with the second factor if there is
 * one: every sign-in after it was switched on has used it.
 */
export function isRecentSignIn({ signedInAtMs, factorSince, nowMs, minutes }: SignIn): boolean {
  if (signedInAtMs == null || signedInAtMs <= nowMs - minutes * msPerMinute) return false;
  return factorSince === null || signedInAtMs >= factorSince.getTime();
}
