interface RootFieldRule {
  /** What it costs itself, besides what is selected below it. */
  readonly cost: number;
  /** Whether one operation may select it once only, under whatever alias. */
  readonly atMostOnce: boolean;
  /**
   * Whether a client gets or ends a session with it. An operation of such fields only ignores
   * `Authorization`, because a stale token must not prevent a new session.
   */
  readonly aboutSession: boolean;
  /** The counter that counts it instead of that of its viewer; null: that of its viewer. */
  readonly counter: 'signIns' | 'refreshes' | null;
}

const oneRead: RootFieldRule = { cost: 1, atMostOnce: false, aboutSession: false, counter: null };

/** Each uses a core for a quarter of a second. */
const hashesPassword: RootFieldRule = { ...oneRead, atMostOnce: true };

const aboutSession = { aboutSession: true };

/** Root fields that are more than one read. */
export const rootFieldRules: ReadonlyMap<string, RootFieldRule> = new Map<string, RootFieldRule>([
  ['login', { ...hashesPassword, ...aboutSession, counter: 'signIns' }],
  ['confirmSecondFactor', { ...oneRead, ...aboutSession }],
  ['refreshSession', { ...oneRead, ...aboutSession, counter: 'refreshes' }],
  ['logout', { ...oneRead, ...aboutSession }],
  ['register', { ...hashesPassword, ...aboutSession }],
  ['requestPasswordReset', { ...oneRead, ...aboutSession }],
  ['resetPassword', { ...hashesPassword, ...aboutSession }],
  ['verifyEmail', { ...oneRead, ...aboutSession }],
  ['disownChange', { ...oneRead, ...aboutSession, atMostOnce: true }],
  ['changePassword', hashesPassword],
  ['updateProfile', hashesPassword],
  ['eraseAccount', hashesPassword],
  ['enrolTotp', hashesPassword],
  ['removeSecondFactor', hashesPassword],
  // Reads the orders of an account, and decrypts them.
  ['exportMyData', { ...oneRead, cost: 1_000, atMostOnce: true }],
  ['requestDataExport', { ...oneRead, cost: 100, atMostOnce: true }],
]);

/** The names of the fields with such a rule. */
export const rootFieldsWith = (isWanted: (rule: RootFieldRule) => boolean): readonly string[] =>
  [...rootFieldRules].filter(([, rule]) => isWanted(rule)).map(([name]) => name);

/** Queries that read many rows for staff: they can wait until others are served. */
export const reportFields: ReadonlySet<string> = new Set([
  'orderStats',
  'auditLog',
  'bulkActionPreview',
  'exportMyData',
]);

/** Queries that are audited or counted for their viewer: executed again, they are one more. */
export const recordedQueries: ReadonlySet<string> = new Set(['exportMyData', 'exportOrders']);

/** Mutations after which public answers about products are out of date. */
export const catalogueMutations: ReadonlySet<string> = new Set(['upsertProducts', 'updateProduct']);
