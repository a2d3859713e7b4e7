import { withGeneratedSecrets } from '../../config/loading/generated-secrets';
import { loadConfiguration } from '../../config/loading/load-configuration';
import type { Configuration } from '../../config/schema';
import { dataKeySettings } from '../../config/schema/encryption';
import { auditKeys } from '../../platform/audit/keys';
import { createPool, type Database } from '../../platform/database/pool';
import type { DataKeys } from '../../platform/encryption/data-keys';
import type { SealedTable } from '../../platform/encryption/sealed-table';
import { createLogger } from '../../platform/telemetry/logger';
import { ordersStore } from '../../subgraphs/orders/store';
import { usersStore } from '../../subgraphs/users/store';
import { reachDatabase } from '../running/reach-database';

/** The databases with encrypted data. */
export const encryptedDatabases = ['users', 'orders'] as const;
export type EncryptedDatabase = (typeof encryptedDatabases)[number];

export interface EncryptedStore {
  readonly name: EncryptedDatabase;
  readonly keys: DataKeys;
  readonly tables: readonly SealedTable[];
}

export interface EncryptedStores {
  readonly stores: readonly EncryptedStore[];
  /** Appends an entry about a data key to the audit log. */
  readonly audit: (action: string, subject: string) => Promise<void>;
}

/** Whether a key is used is asked of every row of a table. */
const statementTimeoutMs = 600_000;
const lifetimeSeconds = 3_600;
/** One reads and writes rows while another reads keys. */
const connectionsMax = 2;

async function poolOf(configuration: Configuration, name: EncryptedDatabase): Promise<Database> {
  const { log } = configuration;
  const url = await reachDatabase(configuration, name);
  const logger = createLogger({ ...log, level: 'fatal', name: 'keys' });
  const limits = { max: connectionsMax, idle: 0, lifetimeSeconds, statementTimeoutMs };
  return createPool({ url, name: 'keys', logger, ...limits });
}

/**
 * Gives a task the encrypted databases of the running shop, or the configured ones.
 * @throws NotRunningError if there are none.
 */
export async function withEncryptedStores<Result>(
  task: (stores: EncryptedStores) => Promise<Result>,
): Promise<Result> {
  const configuration = withGeneratedSecrets(await loadConfiguration());
  const { auth, encryption } = configuration;
  const pools = await Promise.all(encryptedDatabases.map((name) => poolOf(configuration, name)));
  try {
    const [ofUsers, ofOrders] = pools as [Database, Database];
    const users = usersStore(ofUsers, {
      audit: auditKeys(auth.keySecret, auth.formerKeySecrets),
      data: dataKeySettings(encryption, 'users'),
    });
    const orders = ordersStore(ofOrders, dataKeySettings(encryption, 'orders'));
    return await task({
      stores: [
        { name: 'users', keys: users.dataKeys, tables: users.sealedTables },
        { name: 'orders', keys: orders.dataKeys, tables: orders.sealedTables },
      ],
      audit: (action, subject) =>
        users.audit.append({ actor: 'system', action, subject, detail: null }),
    });
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
}
