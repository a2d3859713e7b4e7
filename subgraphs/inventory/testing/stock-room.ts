import { parseConfiguration } from '../../../config/schema';
import 'reflect-metadata';
import { Registry } from 'prom-client';
import { beforeEach } from 'vitest';
import type { Role, Scope } from '../../../access/roles';
import { fieldRateLimits } from '../../../platform/graphql/rate-limit';
import type { Redis } from '../../../platform/redis/redis';
import type { Viewer } from '../../../platform/requests/viewer';
import { ClaimedRights } from '../../../platform/testing/claimed-rights';
import { createTestDatabase } from '../../../platform/testing/database';
import { openForFile } from '../../../platform/testing/open-for-file';
import { asPermittedCaller } from '../../../platform/testing/permitted-caller';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { statementsOf } from '../../../platform/testing/statements';
import { uuidV7 } from '../../../platform/values/uuid';
import { internalCallers } from '../internal/callers';
import { inventoryStore } from '../store';
import { inventorySubgraph } from '../subgraph';

const address = '192.0.2.1';

export const anonymous: Viewer = { kind: 'anonymous', address };
export const system: Viewer = { kind: 'system', cause: 'test' };

export function person(...roles: Role[]): Viewer {
  return { kind: 'user', userId: uuidV7(), roles, generation: 0, address };
}

export function keyOf(role: Role, ...scopes: Scope[]): Viewer {
  const [userId, keyId] = [uuidV7(), uuidV7()];
  const key = { keyId, secretId: '', scopes, quotaPerMinute: null };
  return { kind: 'apiKey', userId, roles: [role], ...key, address };
}

/** The data and error codes that a client receives. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: tests read arbitrary responses.
  readonly data: any;
  readonly codes: unknown[];
}

export interface GivenProduct {
  readonly name?: string;
  readonly description?: string;
  readonly priceMinor?: number;
  readonly currency?: string;
  readonly active?: boolean;
  readonly createdAt?: string;
  /** Units on hand by warehouse; creates the warehouses. */
  readonly stock?: Record<string, number>;
}

/** The whole subgraph on a new database. */
export async function stockRoom({
  productUpsertsPerMinute = 1_000,
  redis = null as Redis | null,
  /** Off by default, because tests change rows behind the back of the room. */
  cache = { memory: false, redis: false } as object,
} = {}) {
  const database = await createTestDatabase('inventory');
  const { pool } = database;
  const registry = new Registry();
  const rateLimits = fieldRateLimits(null, { upsertProducts: productUpsertsPerMinute });
  const rights = new ClaimedRights();
  const room = inventorySubgraph({
    database: pool,
    rateLimits,
    users: rights.call(() => Promise.reject(new Error('Unexpected call of users.'))),
    configuration: parseConfiguration({ cache: { data: cache } }),
    redis,
    logger,
    registry,
  });
  const internal = asPermittedCaller(room.internal, internalCallers);
  const run =
    (execute: typeof room.execute) =>
    async (viewer: Viewer, query: string, variables: Record<string, unknown> = {}) => {
      rights.hear(viewer);
      const scope = { viewer, requestId: 'test', signal: AbortSignal.timeout(50_000) };
      const { data, errors = [] } = await execute({ query, variables }, scope);
      // Serialized as for clients, because results are objects without a prototype.
      const plain = JSON.parse(JSON.stringify(data ?? null)) as unknown;
      return { data: plain, codes: errors.map(({ extensions }) => extensions['code']) } as Answer;
    };

  const given = async (sku: string, product: GivenProduct = {}) => {
    const { name = sku, priceMinor = 1_000, currency = 'EUR', active = true, stock = {} } = product;
    await pool.query(
      `INSERT INTO products (sku, name, price_minor, currency, active, created_at, description)
       VALUES ($1, $2, $3, $4, $5, coalesce($6::timestamptz, now()), $7)`,
      [
        sku,
        name,
        priceMinor,
        currency,
        active,
        product.createdAt ?? null,
        product.description ?? null,
      ],
    );
    for (const [warehouse, onHand] of Object.entries(stock)) {
      await pool.query(
        `INSERT INTO warehouses (code, name, country) VALUES ($1, $1, 'DE') ON CONFLICT DO NOTHING`,
        [warehouse],
      );
      await pool.query('INSERT INTO stock_levels (sku, warehouse, on_hand) VALUES ($1, $2, $3)', [
        sku,
        warehouse,
        onHand,
      ]);
      await pool.query(
        `INSERT INTO stock_movements (sku, warehouse, on_hand_delta, reserved_delta, kind)
         VALUES ($1, $2, $3, 0, 'RECEIVED')`,
        [sku, warehouse, onHand],
      );
    }
  };

  return {
    database,
    pool,
    registry,
    rights,
    store: inventoryStore(pool),
    warmUp: room.warmUp,
    ask: run(room.execute),
    call: (query: string, variables: Record<string, unknown> = {}) =>
      run(internal)(system, query, variables),
    given,

    /** Removes all products, warehouses and stock, so that each test starts with its own. */
    async empty(): Promise<void> {
      await pool.query(`TRUNCATE products, warehouses, stock_levels, stock_movements, reservations,
        stock_opening_balances, allocations, stock_effects, audit_outbox CASCADE`);
    },

    /** The number of statements of the action. */
    async statementsOf(action: () => Promise<unknown>): Promise<number> {
      const names = await statementsOf(pool, action);
      // The relay of the audit log polls independently, and does not count.
      return names.filter((name) => !name.startsWith('audit-')).length;
    },

    async levels(sku: string): Promise<Record<string, [onHand: number, reserved: number]>> {
      const { rows } = await pool.query<{ warehouse: string; on_hand: number; reserved: number }>(
        'SELECT warehouse, on_hand, reserved FROM stock_levels WHERE sku = $1 ORDER BY warehouse',
        [sku],
      );
      return Object.fromEntries(rows.map((row) => [row.warehouse, [row.on_hand, row.reserved]]));
    },

    /** Levels that differ from the sum of their movements or allocations. */
    async imbalances(): Promise<unknown[]> {
      const { rows } = await pool.query(`
        SELECT s.sku, s.warehouse, s.on_hand, s.reserved, m.on_hand AS moved, m.reserved AS held
        FROM stock_levels s
        LEFT JOIN (SELECT sku, warehouse, sum(on_hand) AS on_hand, sum(reserved) AS reserved
          FROM (
            SELECT sku, warehouse, on_hand_delta AS on_hand, reserved_delta AS reserved
            FROM stock_movements
            UNION ALL SELECT sku, warehouse, on_hand, reserved FROM stock_opening_balances
          ) change GROUP BY sku, warehouse) m USING (sku, warehouse)
        LEFT JOIN (SELECT sku, warehouse, sum(quantity) AS quantity
          FROM allocations GROUP BY sku, warehouse) a USING (sku, warehouse)
        WHERE s.on_hand <> coalesce(m.on_hand, 0) OR s.reserved <> coalesce(m.reserved, 0)
          OR s.reserved <> coalesce(a.quantity, 0)`);
      return rows;
    },

    close: () => database.drop(),
  };
}

/** A room for the tests of a file. */
export const stockRoomForFile = () => openForFile(stockRoom);

/** The room of a file, which has these products alone before each test. */
export function roomWith(products: Readonly<Record<string, GivenProduct>>) {
  const room = stockRoomForFile();
  beforeEach(async () => {
    await room.empty();
    for (const [sku, product] of Object.entries(products)) await room.given(sku, product);
  });
  return room;
}
