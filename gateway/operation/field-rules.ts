interface RootFieldRule {
  /** What it costs itself, besides what is selected below it. */
  readonly cost: number;
  /** Whether one operation may select it once only, under whatever alias. */
  readonly atMostOnce: boolean;
}

/** Each keeps a core busy for a quarter of a second. */
const hashesPassword: RootFieldRule = { cost: 1, atMostOnce: true };

/** Root fields that are more work than one read. */
export const rootFieldRules: ReadonlyMap<string, RootFieldRule> = new Map([
  ['login', hashesPassword],
  ['register', hashesPassword],
  ['changePassword', hashesPassword],
  ['eraseAccount', hashesPassword],
  // All orders of an account.
  ['exportMyData', { cost: 100, atMostOnce: true }],
]);
