import { loadConfiguration } from '../../config/loading/load-configuration';
import { dataKeySettings } from '../../config/schema/encryption';
import { shardDatabases } from '../../config/schema/shards';
import { createPool } from '../../platform/database/pool';
import type { DataKeySettings } from '../../platform/encryption/data-keys';
import { createLogger } from '../../platform/telemetry/logger';
import type { OwnedDatabase } from '../../subgraphs/orders/store/moving';
import { CommandError } from '../program/exit-codes';
import { withShopSecrets } from '../running/shop-secrets';

/** One session moves rows, and another one reads keys. */
const connectionsMax = 2;
const lifetimeSeconds = 86_400;
/** An index over all orders takes its time; a statement that stops a shard is short by itself. */
const statementTimeoutMs = 3_600_000;

export interface OwnedDatabases {
  /** The databases of orders, the home first. */
  readonly databases: readonly OwnedDatabase[];
  /** The keys that encrypt addresses. @throws CommandError if their secret is not known. */
  readonly keys: () => DataKeySettings;
}

/**
 * Gives a task the databases of orders, as the role that owns them.
 * @throws CommandError without shards.
 */
export async function withOwnedDatabases<Result>(
  task: (owned: OwnedDatabases) => Promise<Result>,
): Promise<Result> {
  const written = await loadConfiguration();
  const shards = shardDatabases(written.database.orders);
  if (shards.length === 0) {
    throw new CommandError(
      'Orders have one database. Set database.orders.shards first (docs/scaling.md).',
    );
  }
  const keys = () => {
    const { encryption } = withShopSecrets(written, ['encryption.orders.secret']);
    return dataKeySettings(encryption, 'orders');
  };
  const logger = createLogger({ ...written.log, level: 'fatal', name: 'shard' });
  const limits = { max: connectionsMax, idle: 0, lifetimeSeconds, statementTimeoutMs };
  const databases = shards.map(({ name, ranges, url, ownerUrl }) => ({
    name,
    ranges,
    pool: createPool({ url: ownerUrl ?? url, name: 'shard', logger, ...limits }),
  }));
  try {
    return await task({ databases, keys });
  } finally {
    await Promise.all(databases.map(({ pool }) => pool.end()));
  }
}
