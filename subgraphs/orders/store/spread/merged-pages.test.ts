import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../../../../platform/database/pool';
import { Random } from '../../../../platform/testing/random';
import { silentLogger as logger } from '../../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../../platform/values/uuid';
import { orderNumber } from '../../domain/order-number';
import { shardOf, shards } from '../../domain/shard';
import { everyOrder } from '../../testing/every-order';
import { testOrdersKeys } from '../../testing/orders-keys';
import { readingRoomForFile } from '../../testing/reading-room';
import { customerIn } from '../../testing/shop';
import type { OrderQuery } from '../order-lists';
import { ordersStore } from '../orders-store';
import { spreadOrdersStore } from '.';
import type { SpreadStore } from './types';

const ordersMax = 90;
const lists = 60;
const half = shards / 2;
const statuses = ['PENDING', 'CONFIRMED', 'IN_REVIEW', 'DELIVERED'] as const;
const recipients = ['Ada Lovelace', 'Ada King Lovelace', 'Eve Moneypenny', 'Ada'];
const skus = ['A-1', 'B-2', 'Ada Lovelace'];
const day = 86_400_000;

const random = new Random(45);
const customers = Array.from({ length: 12 }, () => uuidV7());
/** Several orders of the same moment, so that their ids decide. */
const times = Array.from({ length: 30 }, (_, index) => new Date(Date.now() - index * day));

const one = readingRoomForFile();
const first = readingRoomForFile();
const second = readingRoomForFile();
const placed: { id: string; number: string; customerId: string }[] = [];
let spread: SpreadStore;
let halved: SpreadStore;

function randomOrder() {
  const customerId = random.pick(customers);
  const shard = shardOf(customerId);
  return {
    id: uuidV7(shard),
    number: orderNumber(shard),
    customerId,
    status: random.pick(statuses),
    placedAt: random.pick(times),
    recipient: random.pick(recipients),
    skus: [random.pick(skus)],
  };
}

/** Both names contain the first; in one database nobody has the whole name. */
const inOneHalf = ['Grace Hopper', 'Grace Hopper Senior'].map((recipient, index) => {
  const customerId = customerIn(index === 0 ? 1 : 2);
  return { ...randomOrder(), id: uuidV7(shardOf(customerId)), customerId, recipient };
});

beforeAll(async () => {
  for (let count = 0; count < ordersMax; count += 1) {
    const order = inOneHalf[count] ?? randomOrder();
    placed.push(order);
    await one.place(order);
    await (shardOf(order.customerId) < half ? first : second).place(order);
  }
  const home = { name: 'orders', ranges: [{ from: 0, to: half - 1 }], store: first.store };
  const ranges = [{ from: half, to: shards - 1 }];
  spread = spreadOrdersStore([home, { name: 'orders-2', ranges, store: second.store }], logger);
  const url = 'postgresql://nobody:nothing@127.0.0.1:1/nowhere';
  const away = ordersStore(createPool({ url, name: 'away', logger, max: 1 }), testOrdersKeys);
  halved = spreadOrdersStore([home, { name: 'orders-2', ranges, store: away }], logger);
});
afterAll(async () => expect(placed).toHaveLength(ordersMax));

const maybe = <Value>(value: Value): Value | null => (random.chance(0.3) ? value : null);

function randomQuery(): OrderQuery {
  const { id, number, customerId } = random.pick(placed);
  const texts = [number, ...recipients, ...skus, 'ada', 'Love', 'King Love', 'nobody there'];
  const text = random.pick(texts);
  return {
    ownerId: null,
    ids: maybe([id, random.pick(placed).id, random.pick(placed).id, uuidV7()]),
    customerId: maybe(customerId),
    status: maybe([random.pick(statuses), random.pick(statuses)]),
    placedFrom: maybe(random.pick(times)),
    placedTo: maybe(random.pick(times)),
    number: random.chance(0.1) ? number : null,
    search: maybe({
      text,
      number: text === number ? number : null,
      customerId: random.chance(0.2) ? customerId : null,
    }),
    needsAttention: random.chance(0.2) ? random.chance(0.5) : null,
  };
}

/** The ids of a list, read page by page. */
async function walked({ reads }: SpreadStore, query: OrderQuery, size: number): Promise<string[]> {
  const ids: string[] = [];
  let after: string[] | null = null;
  for (;;) {
    const { rows, complete } = await reads.page(query, { first: size, after });
    expect(complete).toBe(true);
    const shown = rows.slice(0, size);
    ids.push(...shown.map(({ id }) => id));
    const last = shown.at(-1);
    if (rows.length <= size || last === undefined) return ids;
    after = [last.placedAt.toISOString(), last.id];
  }
}

describe('orders in two databases', () => {
  it('have the pages and counts of one database, for random filters', async () => {
    let found = 0;
    for (let list = 0; list < lists; list += 1) {
      const query = randomQuery();
      const size = random.int(1, 20);
      const expected = await walked(one.store, query, size);
      expect(await walked(spread, query, size), JSON.stringify(query)).toEqual(expected);
      expect(await spread.reads.count(query)).toEqual({ count: expected.length, exact: true });
      const preview = await spread.bulkActions.preview(query, 1_000);
      const expectedPreview = await one.store.bulkActions.preview(query, 1_000);
      expect(new Set(preview)).toEqual(new Set(expectedPreview));
      found += expected.length;
    }
    expect(found).toBeGreaterThan(lists);
  });

  it('have the pages of one database for each owner', async () => {
    for (let list = 0; list < 20; list += 1) {
      const owners = random.shuffled(customers).slice(0, 5);
      const query = { ...randomQuery(), customerId: null, number: null };
      const page = { first: random.int(1, 5), after: null };
      const rowsOf = async ({ reads }: SpreadStore) =>
        (await reads.pagesByOwner(owners, query, page)).rows.map(({ id }) => id);
      expect(await rowsOf(spread)).toEqual(await rowsOf(one.store));
      const counts = await one.store.reads.countsByOwner(owners, query);
      expect(await spread.reads.countsByOwner(owners, query)).toEqual(counts);
    }
  });

  it('are searched for a recipient that only one of them has', async () => {
    const search = { text: 'grace hopper', number: null, customerId: null };
    const query = { ...everyOrder, search };
    expect(await walked(one.store, query, 5)).toEqual([inOneHalf[0]?.id]);
    expect(await walked(spread, query, 5)).toEqual([inOneHalf[0]?.id]);
    expect(await spread.reads.count(query)).toEqual({ count: 1, exact: true });
  });

  it('are verified as one list', async () => {
    const idsOf = async (store: SpreadStore): Promise<string[]> => {
      const ids: string[] = [];
      for (let after: string | null = null; ; after = ids.at(-1) ?? null) {
        const page = await store.integrity.orders(after, 7);
        if (page.length === 0) return ids;
        ids.push(...page.map(({ id }) => id));
      }
    };
    expect(await idsOf(spread)).toEqual(placed.map(({ id }) => id).sort());
    const unknown = [uuidV7(1), uuidV7(half + 1)];
    const asked = [...placed.map(({ id }) => id), ...unknown];
    expect((await spread.integrity.unknownIds(asked)).sort()).toEqual(unknown.sort());
  });
});

describe('orders of which one database is down', () => {
  const isHere = ({ customerId }: { customerId: string }) => shardOf(customerId) < half;

  it('are listed for staff without those of that database', async () => {
    const here = placed.filter(isHere);
    const { rows, complete } = await halved.reads.page(everyOrder, { first: 100, after: null });
    expect(complete).toBe(false);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(here.map(({ id }) => id)));
    expect(await halved.reads.count(everyOrder)).toEqual({ count: here.length, exact: false });
  });

  it('are listed for the buyers of the other one, and refused to its own', async () => {
    const [here, there] = [placed.find(isHere), placed.find((order) => !isHere(order))];
    const listOf = (ownerId = '') =>
      halved.reads.page({ ...everyOrder, ownerId }, { first: 1, after: null });
    expect(await listOf(here?.customerId)).toMatchObject({ complete: true });
    await expect(listOf(there?.customerId)).rejects.toThrow('ECONNREFUSED');
    const owners = [here?.customerId ?? '', there?.customerId ?? ''];
    const page = { first: 1, after: null };
    const { absent } = await halved.reads.pagesByOwner(owners, everyOrder, page);
    expect([...absent]).toEqual([there?.customerId]);
  });

  it('are read by id where they are, with an error for each that is not', async () => {
    const ids = placed.map(({ id }) => id);
    const { rows, unread } = await halved.reads.byIds(ids);
    expect(rows).toHaveLength(placed.filter(isHere).length);
    expect(unread.size).toBe(ordersMax - rows.length);
  });

  it('cannot be selected for an action on all that match', async () => {
    await expect(halved.bulkActions.preview(everyOrder, 10)).rejects.toThrow('ECONNREFUSED');
  });
});
