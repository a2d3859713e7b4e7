import { afterEach, expect, test } from 'vitest';
import type { NotificationListener } from '../../../../platform/database/notifications';
import { silentLogger as logger } from '../../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../../platform/values/uuid';
import { shards } from '../../domain/shard';
import type { OrdersStore } from '../orders-store';
import type { ShardPlace } from '../shard-places';
import { MoveFollower } from './follow-moves';
import { ShardMap, type ShardRange } from './shard-map';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A database that says where shards are, or does not answer while its places are null. */
function placesOf(name: string, ...ranges: ShardRange[]) {
  const said: { places: readonly ShardPlace[] | null; wake: () => void } = {
    places: [],
    wake: () => undefined,
  };
  const answer = async () => {
    if (said.places !== null) return said.places;
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  };
  const shardPlaces = {
    read: answer,
    fingerprint: async () => JSON.stringify(await answer()),
  };
  const notifications = {
    on: (_: string, listener: NotificationListener) => {
      said.wake = () => listener('');
      return () => undefined;
    },
  };
  const store = { shardPlaces } as unknown as OrdersStore;
  return { said, database: { name, ranges, store, notifications } };
}

const place = (state: ShardPlace['state']): ShardPlace[] => [
  { shard: 7, move: 1, state, isCleared: false },
];

test('a shard that moves to a database which stops answering is not looked for where it was', async () => {
  const a = placesOf('a', { from: 0, to: 9 });
  const b = placesOf('b', { from: 10, to: shards - 1 });
  const map = new ShardMap([a.database, b.database]);
  const follower = new MoveFollower(map, logger);
  await follower.start();
  closing.push(() => follower.stop());
  const owner = () => map.ofId(uuidV7(7)).name;
  expect(owner()).toBe('a');
  b.said.places = null;
  a.said.places = place('GONE');
  a.said.wake();
  await expect.poll(owner, { timeout: 20_000 }).toBe('b');
  b.said.places = place('HERE');
  b.said.wake();
  await expect.poll(() => map.isLost(uuidV7(7)), { timeout: 20_000 }).toBe(false);
  expect(owner()).toBe('b');
});
