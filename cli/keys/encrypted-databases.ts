import { withStoredSecrets } from '../../config/loading/generated-secrets';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { furtherOrderDatabases } from '../../config/process/order-shards';
import type { Configuration } from '../../config/schema';
import { dataKeySettings } from '../../config/schema/encryption';
import { auditKeys } from '../../platform/audit/keys';
import { createPool, type Database } from '../../platform/database/pool';
import type { DataKeys, RecordKeyChange } from '../../platform/encryption/data-keys';
import type { SealedTable } from '../../platform/encryption/sealed-table';
import { createLogger } from '../../platform/telemetry/logger';
import { uuidV7 } from '../../platform/values/uuid';
import { type OrdersStore, ordersStore } from '../../subgraphs/orders/store';
import { type UsersStore, usersStore } from '../../subgraphs/users/store';
import { reachDatabase } from '../running/reach-database';
import { usersSecrets, withShopSecrets } from '../running/shop-secrets';

/** The rooms with encrypted data. */
const encryptedRooms = ['users', 'orders'] as const;

export interface EncryptedStore {
  /** The name of the database: of orders there may be `orders`, `orders-2` and so on. */
  readonly name: string;
  readonly keys: DataKeys;
  readonly tables: readonly SealedTable[];
  /** Writes the entry of the audit log about a change of its keys. */
  readonly recordAs: (action: string) => RecordKeyChange;
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

const entryOf = (action: string, database: string, key: string) => ({
  actor: 'system',
  action,
  subject: `DataKey:${database}:${key}`,
  detail: null,
});

const storeOfUsers = ({ dataKeys, sealedTables, audit }: UsersStore): EncryptedStore => ({
  name: 'users',
  keys: dataKeys,
  tables: sealedTables,
  recordAs: (action) => (within, key) => audit.append(entryOf(action, 'users', key), within),
});

/** Its entries are in the audit log once the jobs of the shop have carried them there. */
const storeOfOrders = (
  name: string,
  { dataKeys, sealedTables, auditOutbox }: OrdersStore,
): EncryptedStore => ({
  name,
  keys: dataKeys,
  tables: sealedTables,
  recordAs: (action) => (within, key) =>
    auditOutbox.add({ id: uuidV7(), ...entryOf(action, name, key) }, within),
});

/**
 * Gives a task the encrypted databases of the running shop, or the configured ones.
 * @param isReadOnly whether it neither encrypts nor signs, so that it needs no secret.
 * @throws NotRunningError if there are none, CommandError if a secret is not known.
 */
export async function withEncryptedStores<Result>(
  task: (stores: readonly EncryptedStore[]) => Promise<Result>,
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
    const storesOfOrders = [{ name: 'orders', pool: ofOrders }, ...shardPools].map(
      ({ name, pool }) =>
        storeOfOrders(name, ordersStore(pool, dataKeySettings(encryption, 'orders'))),
    );
    return await task([storeOfUsers(users), ...storesOfOrders]);
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
}
