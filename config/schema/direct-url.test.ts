import { expect, test } from 'vitest';
import { ConfigurationError } from '../../platform/config/configuration-error';
import { parseConfiguration } from '.';
import { isChangeable } from './changeable';
import { plaintextLinks } from './tls';
import { weakeningsOf } from './weakenings';

const url = 'postgresql://orders:secret@pooler.internal:6432/orders';
const directUrl = 'postgresql://orders:secret@db.internal/orders';
const parsed = (database: object) => parseConfiguration({ environment: 'test', database }).database;
const others = { users: { url }, inventory: { url } };

test('the server behind a pooler needs a pooler', () => {
  const alone = () => parsed({ orders: { directUrl } });
  expect(alone).toThrow(ConfigurationError);
  expect(alone).toThrow('database.orders.directUrl');
});

test('databases of shards have no pooler', () => {
  const shards = [{ from: 0, to: 4_095, url: directUrl }];
  expect(() => parsed({ orders: { shards, directUrl }, ...others })).toThrow(
    'database.orders.directUrl',
  );
});

test('its TLS is that of the other URLs', () => {
  const { orders } = parsed({
    orders: { url, directUrl: `${directUrl}?sslmode=verify-full` },
    ...others,
    authorityFile: '/ca.pem',
  });
  expect(orders.directUrl).toBe(`${directUrl}?sslmode=verify-full&sslrootcert=%2Fca.pem`);
  const open = { orders: { url, directUrl: `${directUrl}?sslmode=disable` } };
  expect(plaintextLinks({ database: open }).map(({ path }) => path)).toEqual([
    'database.orders.directUrl',
  ]);
});

test('a superuser is as weak there as at the pooler', () => {
  const database = { orders: { url, directUrl: directUrl.replace('orders:', 'postgres:') } };
  const found = weakeningsOf({ environment: 'production', database });
  expect(found.map(({ path }) => path)).toContain('database.orders.directUrl');
});

test('its password changes while the shop runs, its server does not', () => {
  const path = 'database.orders.directUrl';
  expect(isChangeable(path, directUrl, directUrl.replace('secret', 'new'))).toBe(true);
  expect(isChangeable(path, directUrl, url)).toBe(false);
  expect(isChangeable(path, null, directUrl)).toBe(false);
});
