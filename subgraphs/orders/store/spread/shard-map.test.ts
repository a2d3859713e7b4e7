import { expect, test } from 'vitest';
import { uuidV7 } from '../../../../platform/values/uuid';
import { orderNumber, shardOfNumber } from '../../domain/order-number';
import { shardOf, shardOfId, shards } from '../../domain/shard';
import type { OrdersStore } from '../orders-store';
import type { ShardPlace } from '../shard-places';
import { ShardMap, type ShardRange } from './shard-map';

/** A map looks at no store. */
const databaseOf = (name: string, ...ranges: ShardRange[]) => ({
  name,
  ranges,
  store: {} as OrdersStore,
});

test('ids and numbers name the shard of their customer', () => {
  for (let count = 0; count < 200; count += 1) {
    const shard = shardOf(uuidV7());
    expect(shardOfId(uuidV7(shard))).toBe(shard);
    expect(shardOfNumber(orderNumber(shard))).toBe(shard);
  }
});

test('each shard is in the database of its range', () => {
  const [a, b] = [
    databaseOf('a', { from: 0, to: 9 }, { from: 20, to: shards - 1 }),
    databaseOf('b', { from: 10, to: 19 }),
  ];
  const map = new ShardMap([a, b]);
  const namesAt = [0, 9, 10, 19, 20, shards - 1].map((shard) => map.ofId(uuidV7(shard)).name);
  expect(namesAt).toEqual(['a', 'a', 'b', 'b', 'a', 'a']);
  expect(map.ofId('no id').name).toBe('a');
  expect(map.home.name).toBe('a');
});

test.each([
  ['a shard without a database', [databaseOf('a', { from: 1, to: shards - 1 })], 'Shard 0 is in 0'],
  [
    'a shard in two databases',
    [databaseOf('a', { from: 0, to: shards - 1 }), databaseOf('b', { from: 7, to: 7 })],
    'Shard 7 is in 2',
  ],
  ['no database', [], 'Orders need a database.'],
])('%s is refused', (_, databases, message) => {
  expect(() => new ShardMap(databases)).toThrow(message);
});

const placed = (state: ShardPlace['state'], move: number): ShardPlace => ({
  shard: 7,
  move,
  state,
  isCleared: false,
});

/** The rows of two databases in each step of a move there, a failed one back, and one back. */
test.each([
  ['nothing is known', [], [], 'a'],
  ['it drains', [placed('DRAINING', 1)], [], 'a'],
  ['it is copied', [placed('COPYING', 1)], [], 'a'],
  ['it has arrived', [placed('COPYING', 1)], [placed('HERE', 1)], 'b'],
  ['that is recorded', [placed('GONE', 1)], [placed('HERE', 1)], 'b'],
  ['it drains on its way back', [placed('GONE', 1)], [placed('DRAINING', 2)], 'b'],
  ['it is copied back', [placed('GONE', 1)], [placed('COPYING', 2)], 'b'],
  ['that has failed', [placed('GONE', 1)], [placed('HERE', 2)], 'b'],
  ['it has arrived back', [placed('HERE', 3)], [placed('COPYING', 3)], 'a'],
  ['that is recorded, too', [placed('HERE', 3)], [placed('GONE', 3)], 'a'],
  ['its new database has not answered', [placed('GONE', 1)], null, 'b'],
  ['its old database has not answered', null, [placed('HERE', 1)], 'b'],
])('a shard that moves is in one database: %s', (_, ofA, ofB, owner) => {
  const [a, b] = [
    databaseOf('a', { from: 0, to: 9 }),
    databaseOf('b', { from: 10, to: shards - 1 }),
  ];
  const map = new ShardMap([a, b]);
  map.follow(new Map([[a, ofA] as const, [b, ofB] as const]));
  expect(map.ofId(uuidV7(7)).name).toBe(owner);
});

test('a shard that moved to a database which does not answer still belongs to it', () => {
  const all = [databaseOf('a', { from: 0, to: 9 }), databaseOf('b', { from: 10, to: shards - 1 })];
  const [a, b] = all as [(typeof all)[0], (typeof all)[0]];
  const map = new ShardMap([a, b]);
  const places = new Map([[a, [placed('GONE', 1)]] as const, [b, []] as const]);
  map.follow(places, [b]);
  expect([map.ofId(uuidV7(7)).name, map.isLost(uuidV7(7))]).toEqual(['b', false]);
  map.follow(places);
  expect([map.ofId(uuidV7(7)).name, map.isLost(uuidV7(7))]).toEqual(['a', true]);
});

test.each([
  ['the database that received it was restored', [placed('GONE', 1)], [], [7]],
  ['that is also true of its way back', [placed('GONE', 1)], [placed('GONE', 2)], [7]],
  ['it has arrived', [placed('GONE', 1)], [placed('HERE', 1)], []],
  ['the other one has not answered', [placed('GONE', 1)], null, []],
  ['nothing has moved', [], [], []],
])('a shard that no database has is lost: %s', (_, ofA, ofB, lost) => {
  const [a, b] = [databaseOf('a', { from: 0, to: shards - 1 }), databaseOf('b')];
  const map = new ShardMap([a, b]);
  map.follow(new Map([[a, ofA] as const, [b, ofB] as const]));
  expect([7, 8].filter((shard) => map.isLost(uuidV7(shard)))).toEqual(lost);
});
