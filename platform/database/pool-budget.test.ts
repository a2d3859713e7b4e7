import { expect, inject, test } from 'vitest';
import { silentLogger as logger } from '../testing/silent-logger';
import { createPool } from './pool';
import { poolMaxLeft, poolMaxWithin, TooFewConnectionsError } from './pool-budget';

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

test('a process by itself has what the others have left, or is refused', async () => {
  const others = createPool({ url, name: 'others', logger });
  const one = (max: number) => [{ url, max }];
  const held = await others.connect();
  try {
    expect(await poolMaxLeft(null, one)).toBe(8);
    expect(await poolMaxWithin(90, one)).toBe(90);
    const refused = poolMaxLeft(90, one);
    await expect(refused).rejects.toThrow(TooFewConnectionsError);
    await expect(refused).rejects.toThrow(
      /90 connections .* \(max_connections - 10 - those that are open\): lower database\.pool\.max/,
    );
  } finally {
    held.release();
    await others.end();
  }
});
