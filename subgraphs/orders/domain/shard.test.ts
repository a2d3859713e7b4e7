import { expect, test } from 'vitest';
import { shardOf, shards } from './shard';

// Ids and numbers of orders hold it, so that it may never change.
test.each([
  ['', 3_289],
  ['a', 3_360],
  ['A', 3_360],
  ['0193a3f0-5b7c-7d1a-9e4f-3c2b1a0d9e8f', 1_210],
])('the shard of "%s" is always %i', (id, shard) => {
  expect(shardOf(id)).toBe(shard);
});

test('shards are 0 to 4095, and customers are spread over all of them', () => {
  const found = new Set(Array.from({ length: 60_000 }, (_, index) => shardOf(`customer-${index}`)));
  expect(shards).toBe(4_096);
  expect(found.size).toBe(shards);
  expect([Math.min(...found), Math.max(...found)]).toEqual([0, 4_095]);
});
