import { beforeAll, describe, expect, it } from 'vitest';
import { silentLogger as logger } from '../../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../../platform/values/uuid';
import type { KeyFacts } from '../../../../verify/facts';
import type { ImportedOrder } from '../../domain/imported-order';
import { shards } from '../../domain/shard';
import { readingRoomForFile } from '../../testing/reading-room';
import { customerIn } from '../../testing/shop';
import type { SkuDemand } from '../daily-demand';
import type { KeyCursor } from '../integrity';
import { spreadOrdersStore } from '.';
import type { SpreadStore } from './types';

const half = shards / 2;
const first = readingRoomForFile();
const second = readingRoomForFile();
let spread: SpreadStore;

beforeAll(async () => {
  const home = { name: 'orders', ranges: [{ from: 0, to: half - 1 }], store: first.store };
  const ranges = [{ from: half, to: shards - 1 }];
  spread = spreadOrdersStore([home, { name: 'orders-2', ranges, store: second.store }], logger);
});

it('is the store itself with one database, which costs a request nothing', () => {
  const ranges = [{ from: 0, to: shards - 1 }];
  expect(spreadOrdersStore([{ name: 'orders', ranges, store: first.store }], logger)).toBe(
    first.store,
  );
});

describe('the demand in two databases', () => {
  const demandOf = async (rows: readonly (readonly [string, number, number])[], room = first) => {
    for (const [sku, day, units] of rows) {
      await room.pool.query(
        `INSERT INTO daily_demand (day, sku, units) VALUES (date '1970-01-01' + $1::int, $2, $3)`,
        [day, sku, units],
      );
    }
  };

  it('is added up, each SKU once and in one batch, whatever its letters', async () => {
    await demandOf([
      ['A-1', 10, 1],
      ['A-1', 12, 2],
      ['C-3', 11, 7],
    ]);
    const rows = [['a-1', 10, 4] as const, ['B-2', 9, 5] as const, ['D-4', 9, 6] as const];
    await demandOf(rows, second);
    const all: SkuDemand[] = [];
    for await (const batch of spread.dailyDemand.batches(100, 2)) all.push(...batch);
    expect(all.map(({ sku, days, units }) => [sku.toUpperCase(), days, units])).toEqual([
      ['A-1', [10, 12], [5, 2]],
      ['C-3', [11], [7]],
      ['B-2', [9], [5]],
      ['D-4', [9], [6]],
    ]);
    expect(await spread.dailyDemand.ofShop(100)).toEqual({
      days: [9, 10, 11, 12],
      units: [11, 5, 7, 2],
    });
  });
});

const imported = (customerId: string, invoice: string): ImportedOrder => ({
  invoice,
  customerId,
  placedAt: new Date('2011-12-09T12:00:00Z'),
  currency: 'GBP',
  country: 'GB',
  recipient: 'Customer 1',
  shippingMinor: 0n,
  lines: [{ sku: 'A-1', name: 'Thing', quantity: 2, unitPriceMinor: 100n }],
});

describe('imports into two databases', () => {
  const [here, there] = [customerIn(1), customerIn(2)];

  it('store each order with its customer, once for each invoice of the shop', async () => {
    const orders = [imported(here, 'I-1'), imported(there, 'I-2')];
    expect(await spread.orderImports.take(orders)).toEqual(['CREATED', 'CREATED']);
    expect(await spread.orderImports.take(orders)).toEqual(['UNCHANGED', 'UNCHANGED']);
    // Another customer of another database now claims to have the first invoice.
    expect(await spread.orderImports.take([imported(there, 'I-1')])).toEqual(['DIFFERS']);
    const idsOf = async (customerId: string) => spread.exports.page(customerId, null, 10);
    expect([await idsOf(here), await idsOf(there)].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('know an order again of which a move has left rows behind', async () => {
    const order = imported(there, 'I-3');
    for (const { store } of [first, second]) {
      expect(await store.orderImports.take([order])).toEqual(['CREATED']);
    }
    expect(await spread.orderImports.take([order])).toEqual(['UNCHANGED']);
    const changed = { ...order, shippingMinor: 1n };
    expect(await spread.orderImports.take([changed])).toEqual(['DIFFERS']);
  });

  it('take cancellations in the order in which they are given', async () => {
    const line = (customerId: string) => ({
      invoice: 'C-1',
      customerId,
      sku: 'A-1',
      quantity: 1,
      cancelledAt: new Date('2011-12-10T12:00:00Z'),
    });
    const lines = [line(there), line(here), line(uuidV7())];
    const [one, two, three] = await spread.cancellationImports.take(lines);
    expect([one, two]).toEqual(['APPLIED', 'APPLIED']);
    expect(three).not.toBe('APPLIED');
    expect((await spread.cancellationImports.take(lines)).slice(0, 2)).toEqual([
      'UNCHANGED',
      'UNCHANGED',
    ]);
  });
});

describe('the keys of two databases', () => {
  it('are read once each, page by page', async () => {
    const staff = uuidV7();
    for (const [room, shard] of [
      [first, 1],
      [second, half + 1],
    ] as const) {
      for (let count = 0; count < 3; count += 1) {
        await room.pool.query(
          `INSERT INTO idempotency_keys (mutation, user_id, key, input_hash, order_id)
           VALUES ('shipOrder', $1, $2, '', $3)`,
          [staff, `same-key-${count}`, uuidV7(shard)],
        );
      }
    }
    const keys: KeyFacts[] = [];
    for (let after: KeyCursor | null = null; ; after = keys.at(-1) ?? null) {
      const page = await spread.integrity.keys(after, 2);
      if (page.length === 0) break;
      keys.push(...page);
    }
    expect(keys).toHaveLength(6);
    expect(new Set(keys.map(({ orderId }) => orderId)).size).toBe(6);
  });
});

describe('orders that do not exist', () => {
  it('are in no database, not even in one that should not have them', async () => {
    const owner = customerIn(1);
    await second.store.orderImports.take([imported(owner, 'I-astray')]);
    const [astray] = await second.store.exports.page(owner, null, 1);
    if (astray === undefined) throw new Error('The order was not imported.');
    expect(await first.store.integrity.unknownIds([astray.id])).toEqual([astray.id]);
    const lost = [uuidV7(1), uuidV7(half + 1)];
    expect(await spread.integrity.unknownIds([astray.id, ...lost])).toEqual(lost);
  });

  it('are not those of a shard that was given away to a database that lost it', async () => {
    const [given, other] = [uuidV7(3), uuidV7(4)];
    await first.pool.query(`INSERT INTO shard_places (shard, move, state) VALUES (3, 1, 'GONE')`);
    await spread.warmUp();
    await expect(spread.integrity.unknownIds([given])).rejects.toThrow('the shards 3,');
    expect(await spread.integrity.unknownIds([other])).toEqual([other]);
    // A reservation is released only for an order that is known not to exist.
    expect(await spread.openWork.statusesOf([given, other])).toEqual(new Map([[other, null]]));
  });
});
