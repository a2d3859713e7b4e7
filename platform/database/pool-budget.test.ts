import { expect, inject, test } from 'vitest';
import { poolMaxWithin } from './pool-budget';

/** The PostgreSQL of the tests has 100 connections, ten of which stay free. */
const url = inject('postgresUrl');
const sameServer = Object.assign(new URL(url), { pathname: '/template1' }).href;
const pools = (count: number) => (max: number) => [
  ...Array.from({ length: count - 1 }, () => ({ url, max })),
  { url: sameServer, max },
];

test('accepts pools that leave ten connections free, and refuses one more', async () => {
  expect(await poolMaxWithin(45, pools(2))).toBe(45);
  await expect(poolMaxWithin(46, pools(2))).rejects.toThrow(
    /92 connections .* room for 90 .*: lower database\.pool\.max, or raise max_connections\./,
  );
});

test.each([
  [4, 8],
  [12, 7],
  [15, 6],
  [30, 3],
])('chooses for %s pools at most %s connections each', async (count, max) => {
  expect(await poolMaxWithin(null, pools(count))).toBe(max);
});

test('refuses so many pools that each would have fewer than three connections', async () => {
  await expect(poolMaxWithin(null, pools(31))).rejects.toThrow(
    /93 connections .* room for 90 .*: start fewer instances, or raise max_connections\./,
  );
});
