import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { poolDemands } from './part-settings';

test('orders wants the pools of two processes, and a connection each to listen on', () => {
  const configuration = parseConfiguration({
    environment: 'test',
    database: { pool: { max: 8 } },
  });
  const urls = { orders: 'o', users: 'u', inventory: 'i' };
  const demands = poolDemands(configuration, urls).map(({ url, max }) => [url, max]);
  expect(Object.fromEntries(demands)).toEqual({ o: 18, u: 8, i: 8 });
});
