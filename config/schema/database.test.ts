import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../platform/config/configuration-error';
import { parseConfiguration } from '.';

function faultsOf(database: object): { [path: string]: string } {
  try {
    parseConfiguration({ database });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return Object.fromEntries(error.faults.map(({ path, expected }) => [path, expected]));
  }
  return {};
}

describe('a database', () => {
  test.each(['a:5432,b:5432', 'a,b'])('has one host, not %s', (hosts) => {
    const url = `postgresql://me:secret@${hosts}/shop?target_session_attrs=read-write`;
    const faults = faultsOf({ orders: { url } });
    expect(faults['database.orders.url']).toMatch(/^expected one host .*HAProxy/);
  });

  test.each(['pa/ss', 'pa#ss', '100%'])('has a URL that can be read, not with %s', (password) => {
    const url = `postgresql://me:${password}@host/shop`;
    expect(faultsOf({ orders: { url } })['database.orders.url']).toMatch(/^cannot be read: .*%2F/);
  });

  test('may be set by host, user, password and name', () => {
    const parts = { host: 'db', user: 'me', password: 'p@ss/word', name: 'shop' };
    const { orders } = parseConfiguration({ database: { orders: parts } }).database;
    expect(orders.url).toBe('postgresql://me:p%40ss%2Fword@db:5432/shop');
  });

  test.each([
    ['fd00::5', 'postgresql://me@[fd00::5]:5432/shop'],
    ['/run/postgresql', 'postgresql://me@%2Frun%2Fpostgresql:5432/shop'],
  ])('has the host %s in its URL', (host, url) => {
    const { database } = parseConfiguration({
      database: { orders: { host, user: 'me', name: 'shop' } },
    });
    expect(database.orders.url).toBe(url);
  });

  test.each(['a,b', 'my host', 'a/b'])('has no host %s', (host) => {
    const faults = faultsOf({ orders: { host, user: 'me', name: 'shop' } });
    expect(faults['database.orders.host']).toMatch(/^expected one name/);
  });

  test('requires user and name with a host, and no url', () => {
    const faults = faultsOf({
      orders: { host: 'db' },
      users: { host: 'db', user: 'u', name: 'n', url: 'postgres://x' },
    });
    expect(Object.keys(faults).sort()).toEqual([
      'database.orders.name',
      'database.orders.user',
      'database.users.host',
    ]);
  });
});
