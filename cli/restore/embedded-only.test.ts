import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { demandEmbedded } from './embedded-only';

const url = 'postgresql://me:pw@db.internal/shop';
const shards = [{ from: 0, to: 4_095, url }];
const others = { users: { url }, inventory: { url } };

test.each([
  [{ database: { orders: { url }, ...others } }],
  [{ database: { orders: { shards }, ...others } }],
  [{ backups: { pgbackrestConfig: '/etc/pgbackrest.conf' } }],
])('a shop with %j is not restored from the data folder', (settings) => {
  expect(() => demandEmbedded(parseConfiguration(settings))).toThrow('Only the embedded');
});

test('a shop with the embedded PostgreSQL is', () => {
  expect(() => demandEmbedded(parseConfiguration({}))).not.toThrow();
});
