interface RootFieldRule {
  /** What it costs itself, besides what is selected below it. */
  readonly cost: number;
  /** Whether one operation may select it once only, under whatever alias. */
  readonly atMostOnce: boolean;
}

/** Each uses a core for a quarter of a second. */
const hashesPassword: RootFieldRule = { cost: 1, atMostOnce: true };

/** Root fields that cost more than a read. */
export const rootFieldRules: ReadonlyMap<string, RootFieldRule> = new Map([
  ['login', hashesPassword],
  ['register', hashesPassword],
  ['changePassword', hashesPassword],
  ['resetPassword', hashesPassword],
  ['updateProfile', hashesPassword],
  ['eraseAccount', hashesPassword],
  ['enrolTotp', hashesPassword],
  ['removeSecondFactor', hashesPassword],
  // Reads all orders of an account.
  ['exportMyData', { cost: 100, atMostOnce: true }],
]);
