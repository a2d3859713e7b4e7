import { expect, test } from 'vitest';
import { uuidV7 } from '../../../../platform/values/uuid';
import type { KeyFacts, OrderFacts } from '../../../../verify/facts';
import { shards } from '../../domain/shard';
import type { KeyCursor } from '../integrity';
import type { OrdersStore } from '../orders-store';
import type { ShardPlace } from '../shard-places';
import { spreadIntegrity } from './integrity';
import { ShardMap, type ShardRange } from './shard-map';

/** A database with these rows, in their order. */
function databaseOf(
  name: string,
  range: ShardRange,
  rows: { readonly keys?: readonly KeyFacts[]; readonly orders?: readonly OrderFacts[] },
) {
  const { keys = [], orders = [] } = rows;
  const integrity = {
    keys: async (after: KeyCursor | null, first: number) =>
      keys.filter(({ key }) => key > (after?.key ?? '')).slice(0, first),
    orders: async (after: string | null, first: number) =>
      orders.filter(({ id }) => id > (after ?? '')).slice(0, first),
  };
  return { name, ranges: [range], store: { integrity } as unknown as OrdersStore };
}

const keyOf = (key: string, shard: number): KeyFacts => ({
  userId: 'user',
  mutation: 'placeOrder',
  key,
  orderId: uuidV7(shard),
  hasOrder: true,
});

const [ofA, ofB] = [
  { from: 0, to: 9 },
  { from: 10, to: shards - 1 },
];
const place = (shard: number, state: ShardPlace['state']): ShardPlace => ({
  shard,
  move: 1,
  state,
  isCleared: false,
});

test.each([
  ['the first to the second', 7, 'GONE', 'HERE'],
  ['the second to the first', 12, 'HERE', 'GONE'],
] as const)(
  'keys are read once each while old rows of a move from %s are left',
  async (_, shard, inA, inB) => {
    const moved = ['b', 'd'].map((key) => keyOf(key, shard));
    const a = databaseOf('a', ofA, { keys: [keyOf('a', 1), ...moved, keyOf('e', 2)].sort(byKey) });
    const b = databaseOf('b', ofB, { keys: [keyOf('c', 20), ...moved].sort(byKey) });
    const map = new ShardMap([a, b]);
    map.follow(
      new Map([
        [a, [place(shard, inA)]],
        [b, [place(shard, inB)]],
      ]),
    );
    const read: string[] = [];
    for (let after: KeyCursor | null = null; read.length < 20; ) {
      const page: KeyFacts[] = await spreadIntegrity(map).keys(after, 1);
      const last = page.at(-1);
      if (last === undefined) break;
      read.push(last.key);
      after = last;
    }
    expect(read.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  },
);

test('an order is compared as it is where it has moved to', async () => {
  const id = uuidV7(12);
  const [now, before] = [2, 1].map((version) => ({ id, version }) as OrderFacts);
  const a = databaseOf('a', ofA, { orders: now ? [now] : [] });
  const b = databaseOf('b', ofB, { orders: before ? [before] : [] });
  const map = new ShardMap([a, b]);
  map.follow(
    new Map([
      [a, [place(12, 'HERE')]],
      [b, [place(12, 'GONE')]],
    ]),
  );
  expect(await spreadIntegrity(map).orders(null, 10)).toEqual([now]);
});

function byKey({ key: one }: KeyFacts, { key: other }: KeyFacts): number {
  return one < other ? -1 : 1;
}
