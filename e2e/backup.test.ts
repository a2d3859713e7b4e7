import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Client as PostgresClient } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PlaceOrderDocument } from '../client/documents';
import { type SubgraphName, subgraphNames } from '../config/subgraphs';
import { findPgBackRest } from '../platform/backup/pgbackrest';
import { findEmbeddedPostgres } from '../platform/database/embedded-running';
import type { Client } from './harness/client';
import { demoAccount, orderOf } from './harness/people';
import { Shop } from './harness/shop';

const orderById = 'query ($id: ID!) { order(id: $id) { status } }';

function urlOf(shop: Shop, database: string): string {
  const url = findEmbeddedPostgres(path.join(shop.dataFolder, 'data'))?.(database);
  if (!url) throw new Error('PostgreSQL does not run.');
  return url;
}

/** Tables whose number of rows only a call changes. */
const countedTables: Record<SubgraphName, readonly string[]> = {
  users: ['users', 'addresses'],
  inventory: ['products', 'stock_levels'],
  orders: ['orders', 'order_lines'],
};

async function rowsOf(url: string, name: SubgraphName): Promise<[string, number][]> {
  const client = new PostgresClient({ connectionString: url });
  await client.connect();
  const counts: [string, number][] = [];
  for (const table of countedTables[name]) {
    const { rows } = await client.query(`SELECT count(*)::int AS count FROM ${table}`);
    counts.push([table, rows[0].count]);
  }
  await client.end();
  return counts;
}

/** The rows of a new database that pg_restore fills from a dump. */
async function restoredRows(shop: Shop, name: SubgraphName, folder: string) {
  const database = `restored_${name}`;
  const client = new PostgresClient({ connectionString: urlOf(shop, 'postgres') });
  await client.connect();
  await client.query(`CREATE DATABASE ${database}`);
  await client.end();
  const file = path.join(folder, `${name}.dump`);
  execFileSync('pg_restore', [
    '--exit-on-error',
    '--no-owner',
    `--dbname=${urlOf(shop, database)}`,
    file,
  ]);
  return rowsOf(urlOf(shop, database), name);
}

describe.skipIf(findPgBackRest() === null)('the databases are backed up', () => {
  let shop: Shop;
  let customer: Client;
  /** Ids of acknowledged orders, by the moment before which they were placed. */
  const placed: Record<'backup' | 'mark' | 'time' | 'end', string[]> = {
    ...{ backup: [], mark: [], time: [], end: [] },
  };
  let time = '';

  beforeAll(async () => {
    shop = await Shop.start();
    customer = await demoAccount(shop.client, 'customer');
  });
  afterAll(() => shop?.close());

  async function place(moment: keyof typeof placed): Promise<void> {
    const { placeOrder } = await customer.run(
      PlaceOrderDocument,
      orderOf([['DEMO-0001', 1]], 'tok_ok'),
    );
    if (placeOrder?.__typename !== 'Order') throw new Error(JSON.stringify(placeOrder));
    placed[moment].push(placeOrder.id);
  }

  async function done(command: string, ...given: string[]) {
    const ended = await shop.run(command, ...given);
    expect(ended, ended.errors).toMatchObject({ code: 0 });
    return ended.output;
  }

  /** Which of the orders the shop has. */
  async function known(ids: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const id of ids) {
      const { data } = await customer.post({ query: orderById, variables: { id } });
      // biome-ignore lint/suspicious/noExplicitAny: a journey reads whatever it asked for.
      if ((data as any)?.order) found.push(id);
    }
    return found;
  }

  const data = () => path.join(shop.dataFolder, 'data');

  async function startAgain(): Promise<void> {
    shop = await Shop.start({}, shop.dataFolder);
    customer = await demoAccount(shop.client, 'customer');
  }

  test('a running shop, with one command', async () => {
    expect((await shop.run('backup', 'mark', 'too-early')).errors).toContain('There is no backup');
    await place('backup');
    expect(await done('backup')).toContain('It is not encrypted');
    const state = JSON.parse(readFileSync(path.join(data(), 'backups.json'), 'utf8'));
    expect(Object.keys(state).sort()).toEqual([...subgraphNames].sort());
    await place('mark');
    await done('backup', 'mark', 'before-upgrade');
    await place('time');
    time = new Date().toISOString();
    await place('end');
    expect(await done('backup', 'verify')).toContain('The log is archived.');
    const { backups, restorePoints } = JSON.parse(await done('backup', 'list', '--json'));
    expect(backups).toMatchObject([{ type: 'full' }]);
    expect(restorePoints).toMatchObject([{ name: 'before-upgrade' }]);
  });

  test('into files that any PostgreSQL restores', async () => {
    const folder = path.join(shop.dataFolder, 'dump');
    expect(await done('backup', 'dump', folder)).toContain('The shop was running');
    const { files } = JSON.parse(readFileSync(path.join(folder, 'dump.json'), 'utf8'));
    expect(files).toHaveLength(subgraphNames.length);
    const again = await shop.run('backup', 'dump', folder);
    expect([again.code, again.errors]).toEqual([1, expect.stringContaining('is not empty')]);
    for (const name of subgraphNames) {
      const dump = readFileSync(path.join(folder, `${name}.dump`));
      const { sha256 } = files.find(({ database }: { database: string }) => database === name);
      expect(createHash('sha256').update(dump).digest('hex')).toBe(sha256);
      expect(await restoredRows(shop, name, folder)).toEqual(await rowsOf(urlOf(shop, name), name));
    }
  });

  test('and come back when databases, password and secrets are lost', async () => {
    shop.process.kill('SIGKILL');
    await shop.ended();
    for (const lost of ['postgres', 'postgres.password', 'secrets.json', 'pgbackrest.conf']) {
      rmSync(path.join(data(), lost), { recursive: true });
    }
    expect(await done('restore')).toContain('The restored cluster is in place.');
    await startAgain();
    const all = Object.values(placed).flat();
    expect(await known(all)).toEqual(all);
    await done('verify');
  });

  test('as they were at a time, which the payment provider does not follow', async () => {
    await shop.stop();
    const { code, output } = await shop.run('restore', '--to', time, '--json');
    expect(code).toBe(1);
    const lines = output.trim().split('\n');
    const restored = JSON.parse(lines.pop() ?? '');
    expect(restored).toMatchObject({ restoredTo: time, isInPlace: false });
    expect(Date.parse(restored.lastCommitAt)).toBeLessThanOrEqual(Date.parse(time));
    const unknown = lines
      .map((line) => JSON.parse(line))
      .filter(({ kind }) => kind === 'payment.unknown_order');
    expect(unknown.map(({ subject }) => subject)).toEqual(placed.end.map((id) => `order ${id}`));
  });

  test('as they were when the moment was named, once that is decided', async () => {
    const { code, output } = await shop.run('restore', '--to', 'before-upgrade');
    expect(code).toBe(1);
    expect(output).toContain('orderprocessing restore --switch');
    await done('restore', '--switch');
    await startAgain();
    const before = [...placed.backup, ...placed.mark];
    expect(await known(Object.values(placed).flat())).toEqual(before);
  });

  test('but not at a time before the first backup', async () => {
    const { code, errors } = await shop.run('restore', '--to', '2026-01-01T00:00:00Z');
    expect(code).toBe(1);
    expect(errors).toContain('The oldest backup ended at');
  });
});
