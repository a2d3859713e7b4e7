import 'reflect-metadata';
import type { ExecutionResult } from 'graphql';
import { Registry } from 'prom-client';
import type { Role } from '../../../access/roles';
import type { FeatureFlags } from '../../../config/feature-flags';
import { type Configuration, parseConfiguration } from '../../../config/schema';
import { dataKeySettings } from '../../../config/schema/encryption';
import { auditKeys } from '../../../platform/audit/keys';
import { type KeyRequestLog, keyRequestLog } from '../../../platform/auth/key-requests';
import { createPasswords, type PasswordWork } from '../../../platform/auth/password';
import type { Database } from '../../../platform/database/pool';
import { DataKeys } from '../../../platform/encryption/data-keys';
import { fieldRateLimits } from '../../../platform/graphql/rate-limit';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import type { Mailbox } from '../../../platform/mail/mailbox';
import type { Redis } from '../../../platform/redis/redis';
import type { AnonymousViewer, ApiKeyViewer, Viewer } from '../../../platform/requests/viewer';
import type { Logger } from '../../../platform/telemetry/logger';
import { createTestDatabase, type TestDatabase } from '../../../platform/testing/database';
import { openForFile } from '../../../platform/testing/open-for-file';
import { asPermittedCaller } from '../../../platform/testing/permitted-caller';
import { silentLogger } from '../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../platform/values/uuid';
import { internalCallers } from '../internal/callers';
import { type UsersKeys, usersStore } from '../store';
import { currentEmails, emailPlaces } from '../store/emails';
import { type UsersOptions, usersSubgraph } from '../subgraph';

/** bcrypt's minimum, to keep tests fast; production requires at least 10. */
const passwordCosts = { test: 4, development: 4, production: 10 } as const;

export interface Answer {
  /** Empty if the whole document was rejected. */
  readonly data: Record<string, unknown>;
  /** The codes of the errors, in order. */
  readonly codes: unknown[];
  readonly errors: ExecutionResult['errors'];
}

export type Caller = (query: string, variables?: Record<string, unknown>) => Promise<Answer>;

export interface RoomOptions {
  readonly redis?: Redis | null;
  readonly environment?: Configuration['environment'];
  readonly passwordCost?: number;
  readonly registrationsPerMinute?: number;
  readonly passwordResetsPerMinute?: number;
  readonly signInFailuresPerMinute?: number;
  /** Database of another instance, to simulate two processes of the subgraph. */
  readonly database?: TestDatabase;
  readonly keySecret?: string;
  readonly formerKeySecrets?: readonly string[];
  readonly encryption?: object;
  /** The folder of the published heads of the audit log; by default there are none. */
  readonly dataFolder?: string;
  readonly auditHeads?: UsersOptions['auditHeads'];
  readonly staffSecondFactor?: boolean;
  /** Simulates orders; by default nobody has any orders. */
  readonly orders?: ServiceCall;
  readonly flags?: FeatureFlags;
  /** Where a gateway in the same process would record requests. */
  readonly keyRequests?: KeyRequestLog;
  readonly mailbox?: Mailbox;
  /** Where it logs; nowhere by default. */
  readonly logger?: Logger;
}

const noOrders: ServiceCall = async <Data>(): Promise<Data> =>
  ({ exportedOrders: { orders: '[]', next: null, isCut: false }, accountsErased: true }) as Data;

export interface NewTestAccount {
  readonly email?: string;
  readonly name?: string;
  readonly roles?: readonly Role[];
  readonly password?: string | null;
  /** Whether its e-mail address is verified; true by default. */
  readonly isVerified?: boolean;
}

export type UsersRoom = Awaited<ReturnType<typeof usersRoom>>;

export const password = 'correct horse battery';

/** Production rejects default secrets and secrets used twice. */
const secretOf = (use: string) => `a secret of the tests for ${use}, long enough to be one`;

/** The keys of a room without a `keySecret` of its own. */
export const testAuditKeys = auditKeys(secretOf('keys'));

/** The keys of a room without settings of its own for encryption. */
export const testUsersKeys: UsersKeys = {
  audit: testAuditKeys,
  data: { name: 'users', secret: secretOf('users'), formerSecrets: [], isOn: true },
};

function configurationOf(options: RoomOptions): Configuration {
  const { keySecret = secretOf('keys'), environment = 'test' } = options;
  return parseConfiguration({
    environment,
    dataFolder: options.dataFolder ?? '/nonexistent',
    auth: {
      passwordCost: options.passwordCost ?? passwordCosts[environment],
      hashingThreads: 1,
      keySecret,
      formerKeySecrets: options.formerKeySecrets,
      viewerSecret: secretOf('viewers'),
      staffSecondFactor: options.staffSecondFactor,
    },
    payments: {
      sandbox: {
        apiSecret: secretOf('the sandbox'),
        callbackSecret: secretOf('callbacks'),
        allowInProduction: true,
      },
    },
    webhooks: { secretKey: secretOf('webhooks') },
    encryption: {
      users: { secret: secretOf('users') },
      orders: { secret: secretOf('orders') },
      ...options.encryption,
    },
    server: { securityContact: 'mailto:security@orders.test' },
    limits: { rate: { signInFailuresPerMinute: options.signInFailuresPerMinute ?? 1_000 } },
  });
}

const passwords = createPasswords(passwordCosts.test);

/** Written directly to the database, so that the audit log only contains the test's actions. */
async function createAccount(
  pool: Database,
  keys: DataKeys,
  account: NewTestAccount,
): Promise<string> {
  const { name = 'Ada Lovelace', password: typed = null, roles = ['CUSTOMER'] } = account;
  const { isVerified = true } = account;
  const id = uuidV7();
  const email = account.email ?? `${id}@example.com`;
  const claimant = { address: 'test', account: email };
  const hashed = ({ hash }: PasswordWork) => hash(typed ?? '');
  const passwordHash = typed === null ? null : await passwords.run(claimant, hashed);
  const { lookup, sealed } = (await currentEmails(keys)).stored(email, emailPlaces.account(id));
  await pool.query(
    `INSERT INTO users (id, email, email_sealed, name, password_hash, roles, email_verified_at)
     VALUES ($1, $2, $3, $4, $5, $6::text[]::"Role"[], CASE WHEN $7 THEN now() END)`,
    [id, lookup, sealed, name, passwordHash, roles, isVerified],
  );
  return id;
}

const person = (
  userId: string,
  roles: Role[],
  generation: number,
  signedInAtMs: number | undefined,
): Viewer => ({
  kind: 'user',
  userId,
  roles,
  generation,
  signedInAtMs,
  address: '192.0.2.1',
});

const keysOf = ({ auth, encryption }: Configuration): UsersKeys => ({
  audit: auditKeys(auth.keySecret, auth.formerKeySecrets),
  data: dataKeySettings(encryption, 'users'),
});

/** The audit entries about an object, the oldest first; of one action, if that is named. */
const auditEntriesOf =
  (pool: Database) =>
  async (subject: string, action = '%') => {
    const { rows } = await pool.query<{ actor: string; action: string; detail: string | null }>(
      `SELECT actor, action, detail FROM audit_entries
       WHERE subject = $1 AND action LIKE $2 ORDER BY id`,
      [subject, action],
    );
    return rows;
  };

/** The public and internal schemas of users, on a new database. */
export async function usersRoom(options: RoomOptions = {}) {
  const database = options.database ?? (await createTestDatabase('users'));
  // Each instance adds an error listener to the pool, and a test opens several.
  database.pool.setMaxListeners(0);
  const registry = new Registry();
  const configuration = configurationOf(options);
  const { redis = null, logger = silentLogger } = options;
  const shared = { redis, logger };
  const keyRequests = options.keyRequests ?? keyRequestLog(redis, logger);
  const keys = new DataKeys(database.pool, keysOf(configuration).data);
  const composed = usersSubgraph({
    database: database.pool,
    ...shared,
    rateLimits: fieldRateLimits(shared, {
      register: options.registrationsPerMinute ?? 1_000,
      requestPasswordReset: options.passwordResetsPerMinute ?? 1_000,
    }),
    auditHeads: options.auditHeads,
    orders: options.orders ?? noOrders,
    flags: options.flags,
    keyRequests,
    mailbox: options.mailbox,
    configuration,
    registry,
  });
  const subgraph = { ...composed, internal: asPermittedCaller(composed.internal, internalCallers) };

  const caller =
    (execute: typeof subgraph.execute, viewer: Viewer): Caller =>
    async (query, variables = {}) => {
      const scope = { viewer, requestId: uuidV7(), signal: new AbortController().signal };
      const { data, errors } = await execute({ query, variables }, scope);
      const codes = (errors ?? []).map((error) => error.extensions.code ?? error.message);
      return { data: { ...data }, codes, errors };
    };

  const internal = caller(subgraph.internal, { kind: 'system', cause: 'test' });
  const anonymous = (address = '192.0.2.1', sent: Partial<AnonymousViewer> = {}) =>
    caller(subgraph.execute, { kind: 'anonymous', address, ...sent });

  const as = (viewer: Viewer) => caller(subgraph.execute, viewer);
  return {
    database,
    /** What the subgraph stores, for what its schemas do not show. */
    store: usersStore(database.pool, keysOf(configuration)),
    registry,
    configuration,
    keyRequests,
    subgraph,
    internal,
    anonymous,
    internalAs: (viewer: Viewer) => caller(subgraph.internal, viewer),
    /** Somebody who has just signed in. */
    as: (userId: string, ...roles: Role[]) => as(person(userId, roles, 0, Date.now())),
    /** A caller with an access token of this generation of the account. */
    asGeneration: (generation: number, userId: string, ...roles: Role[]) =>
      as(person(userId, roles, generation, Date.now())),
    /** A caller whose session was signed in to at this time; null if that is unknown. */
    asSignedInAt: (signedInAt: Date | null, userId: string, ...roles: Role[]) =>
      as(person(userId, roles, 0, signedInAt?.getTime())),
    asKeyOf: (userId: string, scopes: ApiKeyViewer['scopes'], ...roles: Role[]) =>
      caller(subgraph.execute, {
        kind: 'apiKey',
        userId,
        keyId: uuidV7(),
        secretId: '',
        roles,
        scopes,
        quotaPerMinute: null,
        address: '192.0.2.1',
      }),
    entriesAbout: auditEntriesOf(database.pool),
    /** Inserts an account. @returns its id. */
    account: (account: NewTestAccount = {}) => createAccount(database.pool, keys, account),
    /** An e-mail address as the columns `email` have it. */
    lookup: async (email: string) => (await currentEmails(keys)).stored(email, '').lookup,
    close: () => database.drop(),
  };
}

/** A room for the tests of a file. */
export const usersRoomForFile = (options?: RoomOptions): UsersRoom =>
  openForFile(() => usersRoom(options));
