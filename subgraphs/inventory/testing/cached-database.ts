import { Registry } from 'prom-client';
import type { Database } from '../../../platform/database/pool';
import type { Redis } from '../../../platform/redis/redis';
import { createTestDatabase } from '../../../platform/testing/database';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { statementsOf } from '../../../platform/testing/statements';
import { inventoryStore } from '../store';
import { type CachedRows, cachedRows } from '../store/cached-rows';

/** The statements of the cache, by name. */
export const check = 'data-changes';
export const read = 'cached-product-summaries';
/** Longer than a test takes. */
export const longMs = 600_000;

interface Settings {
  memory: boolean;
  redis: boolean;
  rowSeconds: number;
  absentSeconds: number;
  checkMs: number;
  /** Whether the flag is on. */
  isOn: boolean;
}

interface ProcessOptions {
  readonly settings?: Partial<Settings>;
  readonly redis?: Redis | null;
  /** Sends the statements of the cache. Default: the pool. */
  readonly database?: Pick<Database, 'query'>;
}

export interface CachingProcess extends CachedRows {
  /** May change while the process runs. */
  readonly settings: Settings;
  readonly registry: Registry;
  priceOf(sku: string): Promise<bigint | undefined>;
  /** Lookups of summaries so far, by outcome. */
  lookups(outcome: string): Promise<number>;
}

const defaults: Settings = {
  memory: true,
  redis: true,
  rowSeconds: 300,
  absentSeconds: 30,
  checkMs: 0,
  isOn: true,
};

function processOn(pool: Database, given: ProcessOptions): CachingProcess {
  const settings: Settings = { ...defaults, ...given.settings };
  const { redis = null, database = pool } = given;
  const registry = new Registry();
  const { direct } = inventoryStore(pool);
  const isOn = () => settings.isOn;
  const rows = cachedRows(database, direct, { redis, settings, isOn, logger, registry });
  return {
    ...rows,
    settings,
    registry,
    priceOf: async (sku) => (await rows.productSummaries([sku]))[0]?.priceMinor,
    lookups: async (outcome) => {
      const metric = await registry.getSingleMetric('data_cache_lookups_total')?.get();
      const found = metric?.values.find(
        ({ labels }) => labels['cache'] === 'product-summaries' && labels['outcome'] === outcome,
      );
      return found?.value ?? 0;
    },
  };
}

/** A database with the products A, B and C at a price of 1, and processes that cache them. */
export async function cachedDatabase() {
  const { pool, drop } = await createTestDatabase('inventory');
  await pool.query(`INSERT INTO products (sku, name, price_minor, currency)
    SELECT sku, sku, 1, 'EUR' FROM unnest('{A,B,C}'::text[]) AS sku`);
  return {
    pool,
    /** A process with a memory and a knowledge of changes of its own. */
    newProcess: (given: ProcessOptions = {}) => processOn(pool, given),
    during: (action: () => Promise<unknown>) => statementsOf(pool, action),
    setPrice: (price: number, sku = 'A') =>
      pool.query('UPDATE products SET price_minor = $1 WHERE sku = $2', [price, sku]),
    close: drop,
  };
}

export type CachedDatabase = Awaited<ReturnType<typeof cachedDatabase>>;
