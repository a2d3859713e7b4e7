/** A setting with a value that makes a shop in production easier to attack. */
export interface Weakening {
  readonly path: string;
  /** What is weak and what to do about it. It never contains a secret. */
  readonly reason: string;
  /**
   * Whether the value opens the shop to strangers: production refuses it unless `accepted` names the
   * setting. All others are logged at each start.
   */
  readonly isRefused: boolean;
}

export const refused = (path: string, reason: string): Weakening => ({
  path,
  reason,
  isRefused: true,
});

export const warned = (path: string, reason: string): Weakening => ({
  path,
  reason,
  isRefused: false,
});
