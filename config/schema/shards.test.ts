import { expect, test } from 'vitest';
import { ConfigurationError } from '../../platform/config/configuration-error';
import { parseConfiguration } from '.';
import { isChangeable } from './changeable';
import { shardDatabases } from './shards';

const url = (name: string): string => `postgresql://shop@127.0.0.1/${name}`;
const range = (from: number, to: number, name: string) => ({ from, to, url: url(name) });

const parsed = (orders: object, given: object = {}) =>
  parseConfiguration({ environment: 'test', database: { orders }, ...given });

function faultsOf(orders: object, given: object = {}): string[] {
  try {
    parsed(orders, given);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ path, expected }) => `${path}: ${expected}`);
  }
  return [];
}

test('without shards, orders have one database', () => {
  const { orders } = parsed({ url: url('orders') }).database;
  expect(orders).toMatchObject({ url: url('orders'), shards: [] });
  expect(shardDatabases(orders)).toEqual([]);
});

test('the first database is the home, and a database may have several ranges', () => {
  const shards = [range(0, 1_023, 'a'), range(1_024, 2_047, 'b'), range(2_048, 4_095, 'a')];
  const { orders } = parsed({ shards }).database;
  expect(orders.url).toBe(url('a'));
  expect(shardDatabases(orders)).toMatchObject([
    {
      name: 'orders',
      url: url('a'),
      ranges: [
        { from: 0, to: 1_023 },
        { from: 2_048, to: 4_095 },
      ],
    },
    { name: 'orders-2', url: url('b'), ranges: [{ from: 1_024, to: 2_047 }] },
  ]);
});

test.each([
  ['a gap', [range(0, 10, 'a'), range(12, 4_095, 'b')], 'shards 11 to 11 have no database'],
  ['a missing end', [range(0, 4_094, 'a')], 'shards 4095 to 4095 have no database'],
  ['a missing start', [range(1, 4_095, 'a')], 'shards 0 to 0 have no database'],
  ['an overlap', [range(0, 2_048, 'a'), range(2_048, 4_095, 'b')], 'shard 2048 has two databases'],
  ['a reversed range', [range(9, 0, 'a'), range(0, 4_095, 'b')], '9 to 0 is no range'],
])('%s is refused', (_, shards, reason) => {
  expect(faultsOf({ shards }).join('\n')).toContain(reason);
});

test('users and passwords of the databases may change, and nothing else of them', () => {
  const shardsOf = (one: string, to = 4_095) => [
    { from: 0, to, url: `postgresql://${one}@127.0.0.1/a`, ownerUrl: null },
  ];
  const path = 'database.orders.shards';
  expect(isChangeable(path, shardsOf('shop:old'), shardsOf('other:new'))).toBe(true);
  expect(isChangeable(path, shardsOf('shop'), shardsOf('shop', 4_094))).toBe(false);
  expect(isChangeable(path, shardsOf('shop'), [...shardsOf('shop'), ...shardsOf('b')])).toBe(false);
});

test('one URL and shards are refused together', () => {
  const shards = [range(0, 4_095, 'a')];
  expect(faultsOf({ shards, url: url('b') }).join('\n')).toContain('one url or host, not both');
});

test('a backup of one server is refused with shards', () => {
  const backups = { pgbackrestConfig: '/etc/pgbackrest.conf' };
  const shards = [range(0, 4_095, 'a')];
  expect(faultsOf({ shards }, { backups }).join('\n')).toContain('backups.pgbackrestConfig');
  expect(faultsOf({ shards })).toEqual([]);
});

test('replicas are refused, because a moved shard would be missing in them', () => {
  const shards = [{ ...range(0, 4_095, 'a'), replicaUrls: [url('replica')] }];
  expect(faultsOf({ shards }).join('\n')).toContain('the databases of shards have no replicas');
});
