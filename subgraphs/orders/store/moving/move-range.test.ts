import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, type Database } from '../../../../platform/database/pool';
import { migrateJobs } from '../../../../platform/jobs/migrate';
import { openApplicationPool } from '../../../../platform/testing/application-pool';
import {
  connectTimeoutMs,
  createTestDatabase,
  type TestDatabase,
} from '../../../../platform/testing/database';
import { eventually } from '../../../../platform/testing/eventually';
import { silentLogger as logger } from '../../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../../platform/values/uuid';
import { shardOf, shardOfId, shards } from '../../domain/shard';
import { FakeUsers } from '../../testing/fake-users';
import { testOrdersKeys } from '../../testing/orders-keys';
import { customerIn, openShop, person, type Shop } from '../../testing/shop';
import { endpointOf } from '../../testing/webhooks';
import { ordersStore } from '..';
import { sealedTables } from '../sealed-tables';
import { type MovedShard, moveRange, overviewOf, withSides } from '.';
import { orderTables, ownerTables, stayingTables } from './tables';

const support = person(uuidV7(), 'SUPPORT');
/** Customers of the first database, each of another shard; one draw in 700 has two of the same. */
const byShard = new Map<number, string>();
while (byShard.size < 3) {
  const id = customerIn(1);
  byShard.set(shardOf(id), id);
}
const [ada, bob, eve] = [...byShard.values()].map((id) => person(id, 'PARTNER'));
const users = new FakeUsers();
let second: TestDatabase;
let shop: Shop;
let pools: readonly [Database, Database];

const shardOfViewer = (viewer: typeof ada): number =>
  shardOf((viewer as { userId: string } | undefined)?.userId ?? '');
if (!ada || !bob || !eve) throw new Error('There are three buyers.');

beforeAll(async () => {
  second = await createTestDatabase('orders');
  // Its own worker soon takes over what a killed session has left.
  shop = await openShop({ second: second.pool, users: users.call, leaseSeconds: 6 });
  for (const { url } of [shop, second]) await migrateJobs({ url, logger });
  shop.inventory.stock({ sku: 'A-1', onHand: 100_000, priceMinor: 1_000n });
  await shop.subgraph.warmUp();
  shop.subgraph.startWork();
  const poolOn = (url: string) =>
    createPool({ url, name: 'moves', logger, max: 3, connectTimeoutMs });
  pools = [poolOn(shop.url), poolOn(second.url)];
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await shop.close();
  await second.drop().catch(() => undefined);
});

const databases = () => [
  { name: 'orders', ranges: [{ from: 0, to: 2_047 }], pool: pools[0] },
  { name: 'orders-2', ranges: [{ from: 2_048, to: 4_095 }], pool: pools[1] },
];

interface Moving {
  readonly from: number;
  readonly to?: number;
  readonly target?: number;
  readonly drainMsMax?: number;
}

/** Moves shards as the command does. */
const move = ({ from, to = from, target = 1, drainMsMax }: Moving): Promise<MovedShard[]> =>
  withSides(databases(), testOrdersKeys, async (sides) => {
    const moved: MovedShard[] = [];
    const to_ = sides[target];
    if (!to_) throw new Error('There is no such database.');
    await moveRange({
      sides,
      target: to_,
      from,
      to,
      signal: new AbortController().signal,
      onMoved: (_, one) => void moved.push(one),
      keptMs: 2_500,
      ...(drainMsMax === undefined ? {} : { drainMsMax }),
    });
    return moved;
  });

const orderIdsIn = async (pool: Database): Promise<string[]> => {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM orders ORDER BY id');
  return rows.map(({ id }) => id);
};

/** All rows that name one of the ids; addresses are encrypted under keys of their database. */
async function rowsWith(pool: Database, ids: readonly string[]) {
  const all: Record<string, unknown[]> = {};
  for (const { name } of [...orderTables, ...ownerTables]) {
    all[name] = await tableRows(pool, name, ids);
  }
  return all;
}

async function tableRows(pool: Database, name: string, keys: readonly string[]) {
  const { rows } = await pool.query<{ row: { shipping_address?: unknown } }>(
    `SELECT to_jsonb(t) AS row FROM ${name} t WHERE to_jsonb(t)::text ~ $1 ORDER BY to_jsonb(t)`,
    [keys.join('|')],
  );
  return rows.map(({ row: { shipping_address: _, ...row } }) => row);
}

describe('the parts', () => {
  it('lists every table of the database, once', async () => {
    const { rows } = await shop.pool.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
       WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
         AND relname <> '_prisma_migrations' ORDER BY relname`,
    );
    const moved = [...orderTables, ...ownerTables].map(({ name }) => name);
    expect([...moved, ...Object.keys(stayingTables)].sort()).toEqual(rows.map(({ name }) => name));
    expect(sealedTables({} as never).map(({ name }) => name)).toEqual(['orders']);
  });

  it('computes shards in SQL as the code does', async () => {
    const ids = fc.sample(fc.uuid(), 200);
    const { rows } = await shop.pool.query<{ id: string; byId: number; byOwner: number }>(
      `SELECT id, shard_of_id(id) AS "byId", shard_of_customer(id) AS "byOwner"
       FROM unnest($1::uuid[]) AS id`,
      [ids],
    );
    expect(rows).toHaveLength(ids.length);
    for (const { id, byId, byOwner } of rows) {
      expect([byId, byOwner]).toEqual([shardOfId(id), shardOf(id)]);
    }
  });

  it('lets only the owner write places', async () => {
    const application = await openApplicationPool(shop, undefined);
    const insert = `INSERT INTO shard_places (shard, move, state) VALUES (4095, 1, 'HERE')`;
    await expect(application.pool.query(insert)).rejects.toMatchObject({ code: '42501' });
    await application.close();
  });
});

describe('a shard that moves', () => {
  const shard = shardOfViewer(ada);
  const orders: string[] = [];
  const key = { idempotencyKey: `key-${uuidV7()}` };

  it('takes its orders and webhooks along, unchanged, and leaves others', async () => {
    const created = await endpointOf(shop, ada);
    expect(created.__typename).toBe('WebhookEndpointCreated');
    for (const given of [{}, key, {}]) orders.push((await shop.place(ada, given)).id);
    const other = await shop.place(bob);
    const { userId: owner } = ada as { userId: string };
    await eventually('an empty outbox', async () => {
      const { rows } = await shop.pool.query('SELECT FROM outbox');
      return rows.length === 0;
    });
    // Its deliveries fail, and are due much later.
    await shop.pool.query(`UPDATE webhook_deliveries SET next_attempt_at = 'infinity'`);
    const before = await rowsWith(pools[0], [...orders, owner]);
    expect(before.webhook_deliveries).not.toHaveLength(0);
    expect(before.idempotency_keys).toHaveLength(3);
    const [moved] = await move({ from: shard });
    expect(moved).toMatchObject({ orders: 3 });
    expect(await rowsWith(pools[1], [...orders, owner])).toEqual(before);
    expect(await orderIdsIn(pools[0])).toEqual([other.id]);
  });

  it('is read, listed once, and ordered from where it is now', async () => {
    const mine = await shop.ask(
      ada,
      '{ orders { totalCount nodes { shippingAddress { city } } } }',
    );
    expect(mine).toMatchObject({ codes: [], data: { orders: { totalCount: 3 } } });
    const all = await shop.ask(support, '{ orders { totalCountExact nodes { id } } }');
    expect(all.data.orders).toMatchObject({ totalCountExact: true });
    expect(new Set(all.data.orders.nodes.map(({ id }: { id: string }) => id)).size).toBe(4);
    expect(await shop.place(ada, key)).toMatchObject({ id: orders[1] });
    const next = await shop.place(ada);
    expect(next).toMatchObject({ status: 'CONFIRMED' });
    expect(await orderIdsIn(pools[1])).toContain(next.id);
    orders.push(next.id);
  });

  it('refuses a process that does not know of the move', async () => {
    const stale = ordersStore(pools[0], testOrdersKeys);
    const { rows } = await pools[1].query<{ id: string; text: string }>(
      'SELECT id, array[o]::text AS text FROM orders o LIMIT 1',
    );
    const [row] = rows;
    const insert = 'INSERT INTO orders SELECT * FROM unnest($1::orders[])';
    await expect(pools[0].query(insert, [row?.text])).rejects.toMatchObject({ code: '25006' });
    expect(await stale.openWork.claim(row?.id ?? '', 10)).toBeNull();
  });

  it('has its statistics in one database', async () => {
    for (const pool of pools) await ordersStore(pool, testOrdersKeys).orderStats.recountDay();
    const placed = () =>
      Promise.all(
        pools.map(async (pool) => {
          const { rows } = await pool.query<{ placed: number }>(
            `SELECT coalesce(sum(placed), 0)::int AS placed FROM order_stats WHERE bucket = 'DAY'`,
          );
          return rows[0]?.placed;
        }),
      );
    // The relay counts the last order once it has sent its event.
    await expect.poll(placed).toEqual([1, 4]);
  });

  it('comes back, and takes writes again', async () => {
    await move({ from: shard, target: 0 });
    expect(await shop.place(ada)).toMatchObject({ status: 'CONFIRMED' });
    expect(await orderIdsIn(pools[0])).toHaveLength(6);
    expect(await orderIdsIn(pools[1])).toEqual([]);
    expect(await overviewOf(databases())).toMatchObject([
      { ranges: [{ from: 0, to: 2_047 }], stopped: [], leftBehind: [] },
      { ranges: [{ from: 2_048, to: shards - 1 }], isConfiguredOtherwise: false },
    ]);
  });
});

describe('a move that fails', () => {
  it('opens the shard again if its events stay in the outbox', async () => {
    const shard = shardOfViewer(eve);
    const id = uuidV7(shard);
    // Another relay, which hangs, has this event.
    const hanging = await pools[0].connect();
    await hanging.query('BEGIN');
    await hanging.query('SELECT pg_advisory_xact_lock(7208251001)');
    await pools[0].query(
      `INSERT INTO outbox (order_id, version, customer_id, number, type, status)
       VALUES ($1, 1, $1, 'N', 'order.placed', 'PENDING')`,
      [id],
    );
    await expect(move({ from: shard, drainMsMax: 50 })).rejects.toThrow('start the shop and Redis');
    await pools[0].query('DELETE FROM outbox WHERE order_id = $1', [id]);
    await hanging.query('ROLLBACK');
    hanging.release();
    expect(await shop.place(eve)).toMatchObject({ status: 'CONFIRMED' });
  });

  it('keeps every acknowledged order, wherever its sessions are killed', async () => {
    const shard = shardOfViewer(bob);
    const acknowledged: string[] = [];
    const unexpected: unknown[] = [];
    let isOver = false;
    const placing = [1, 2].map(async () => {
      while (!isOver) {
        const { id, status, codes } = await shop.place(bob);
        // An order that a busy machine has not decided in time is acknowledged, too.
        if (['CONFIRMED', 'PENDING'].includes(status)) acknowledged.push(id);
        else if (codes[0] !== 'SERVICE_UNAVAILABLE') unexpected.push([status, codes]);
      }
    });
    for (let times = 0; times < 8; times += 1) {
      const moving = move({ from: shard, target: times % 2 }).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 40 * times));
      for (const pool of pools) {
        await pool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'moves' AND pid <> pg_backend_pid()
             AND datname = current_database()`,
        );
      }
      await moving;
    }
    await move({ from: shard, target: 1 });
    isOver = true;
    await Promise.all(placing);
    expect(unexpected).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(0);
    const there = new Set(await orderIdsIn(pools[1]));
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
    expect((await orderIdsIn(pools[0])).filter((id) => shardOfId(id) === shard)).toEqual([]);
    const charges = shop.bank.ledger.filter(({ kind }) => kind === 'authorization');
    expect(new Set(charges.map(({ key }) => key)).size).toBe(charges.length);
  });
});
