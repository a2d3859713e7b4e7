import { expect, test } from 'vitest';
import { parseConfiguration } from '../schema';
import { bySubgraph } from '../subgraphs';
import { checkOneServer } from './one-server';

const check = (
  hosts: Readonly<Record<string, string>>,
  pgbackrestConfig: string | null = '/etc/pgbackrest.conf',
) => {
  const urls = Object.entries(hosts).map(([name, host]) => [name, { url: `postgres://${host}/x` }]);
  const configuration = parseConfiguration({
    environment: 'test',
    database: Object.fromEntries(urls),
    backups: { pgbackrestConfig },
  });
  // A pooler is another name of the server behind it.
  return checkOneServer(configuration, async (url) =>
    new URL(url).hostname.replace('pooler', 'one'),
  );
};

const own = bySubgraph((name) => name);

test('databases on servers of their own are not taken for backed up', async () => {
  await expect(check(own)).rejects.toThrow('which lacks the database of users and inventory');
  await expect(check({ ...own, orders: 'one', users: 'pooler' })).rejects.toThrow(
    'which lacks the database of inventory:',
  );
});

test('one server has all databases, whatever it is called', async () => {
  await check({ ...bySubgraph(() => 'one'), users: 'pooler' });
});

test('each server is backed up where it runs', async () => {
  await check(own, null);
});

test('a process that knows its own database only finds no fault', async () => {
  await check({ orders: 'one' });
  await check({ users: 'two' });
});
