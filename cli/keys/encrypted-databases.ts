import { withStoredSecrets } from '../../config/loading/generated-secrets';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { furtherOrderDatabases } from '../../config/process/order-shards';
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
import { usersSecrets, withShopSecrets } from '../running/shop-secrets';

/** The rooms with encrypted data. */
const encryptedRooms = ['users', 'orders'] as const;

export interface EncryptedStore {
  /** The name of the database: of orders there may be `orders`, `orders-2` and so on. */
  readonly name: string;
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

function poolOn(url: string, { log }: Configuration): Database {
  const logger = createLogger({ ...log, level: 'fatal', name: 'keys' });
  const limits = { max: connectionsMax, idle: 0, lifetimeSeconds, statementTimeoutMs };
  return createPool({ url, name: 'keys', logger, ...limits });
}

/**
 * Gives a task the encrypted databases of the running shop, or the configured ones.
 * @param isReadOnly whether it neither encrypts nor signs, so that it needs no secret.
 * @throws NotRunningError if there are none, CommandError if a secret is not known.
 */
export async function withEncryptedStores<Result>(
  task: (stores: EncryptedStores) => Promise<Result>,
  isReadOnly = false,
): Promise<Result> {
  const written = await loadConfiguration();
  const urls = await Promise.all(encryptedRooms.map((name) => reachDatabase(written, name)));
  const configuration = isReadOnly
    ? withStoredSecrets(written)
    : withShopSecrets(written, [...usersSecrets, 'encryption.orders.secret']);
  const { auth, encryption } = configuration;
  const [ofUsers, ofOrders] = urls.map((url) => poolOn(url, configuration)) as [Database, Database];
  const shardPools = [...furtherOrderDatabases(configuration)].map(([name, url]) => ({
    name,
    pool: poolOn(url, configuration),
  }));
  const pools = [ofUsers, ofOrders, ...shardPools.map(({ pool }) => pool)];
  try {
    const users = usersStore(ofUsers, {
      audit: auditKeys(auth.keySecret, auth.formerKeySecrets),
      data: dataKeySettings(encryption, 'users'),
    });
    const ordersIn = (pool: Database) => ordersStore(pool, dataKeySettings(encryption, 'orders'));
    const ofShards = shardPools.map(({ name, pool }) => ({ name, ...ordersIn(pool) }));
    const orders = [{ name: 'orders', ...ordersIn(ofOrders) }, ...ofShards];
    return await task({
      stores: [
        { name: 'users', keys: users.dataKeys, tables: users.sealedTables },
        ...orders.map(({ name, dataKeys, sealedTables }) => ({
          name,
          keys: dataKeys,
          tables: sealedTables,
        })),
      ],
      audit: (action, subject) =>
        users.audit.append({ actor: 'system', action, subject, detail: null }),
    });
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
}
