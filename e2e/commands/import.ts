import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Client as PostgresClient } from 'pg';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../platform/database/embedded';
import { findEmbeddedPostgres } from '../../platform/database/embedded-running';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { ended } from '../../testing/command';
import { runCommand, spawnCommand } from '../harness/command';
import { dirtyInvoices, manyInvoices, outcomesOfDirt } from '../harness/invoices';
import { demoAccount } from '../harness/people';
import { eventually, newFolder, preparedFolder, type Shop } from '../harness/shop';

const folders: string[] = [];

/** A folder with databases, so that an import has only to import. */
async function filledFolder(): Promise<string> {
  const created = await preparedFolder();
  folders.push(created);
  return created;
}

const runImport = (dataFolder: string, ...given: string[]) =>
  runCommand('import', given, dataFolder);

/** The figures of a summary by the words behind them. */
function figures(output: string): Record<string, number> {
  const lines = [...output.matchAll(/^ +([\d,]+) {2}(.+)$/gm)];
  return Object.fromEntries(
    lines.map(([, count = '', what = '']) => [what, Number(count.replaceAll(',', ''))]),
  );
}

async function rowsOf(dataFolder: string, database: string, query: string) {
  const url = findEmbeddedPostgres(path.join(dataFolder, 'data'))?.(database);
  if (!url) return null;
  const client = new PostgresClient({ connectionString: url });
  // The server goes when the import is killed, and so does the connection.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(query)).rows as Record<string, unknown>[];
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** All imported data of orders, without values that are random each time. */
const history = `
  SELECT i.invoice, o.status::text, o.version, o.updated_at, o.total_minor, l.position, l.sku,
    l.quantity, l.returned_quantity
  FROM order_imports i JOIN orders o ON o.id = i.order_id JOIN order_lines l ON l.order_id = o.id
  ORDER BY i.invoice, l.position`;

/** Imports and replays beside a shop in which nobody has ordered. */
export function checkImports(running: () => Shop): void {
  let shop: Shop;

  beforeAll(() => {
    shop = running();
  });

  async function liveOrders(): Promise<number> {
    const query = `SELECT count(*)::int AS orders FROM orders WHERE status = 'CONFIRMED'
      AND id NOT IN (SELECT order_id FROM order_imports)`;
    return Number((await rowsOf(shop.dataFolder, 'orders', query))?.[0]?.orders);
  }

  test('a dirty file becomes clean products and orders, beside a running shop', async () => {
    const { dataFolder } = shop;
    const file = path.join(dataFolder, 'invoices.csv.gz');
    writeFileSync(file, gzipSync(dirtyInvoices()));

    const products = await runImport(dataFolder, 'products', file);
    expect(products.code, products.errors).toBe(0);
    expect(figures(products.output)).toMatchObject({ 'products created': 3, postage: 2, fee: 1 });

    const expected = outcomesOfDirt();
    const { order, shipping, cancelled, ...refused } = expected;
    const first = await runImport(dataFolder, 'orders', file, '--refused', 'refused.csv');
    expect(first.code, first.errors).toBe(0);
    expect(figures(first.output)).toMatchObject({
      'lines read': Object.values(expected).reduce((sum, count) => sum + count, 0),
      'order lines': order,
      'postage lines, as shipping of their orders': shipping,
      'cancellation lines applied': cancelled,
      'orders created': 4,
      'customers created': 3,
      ...refused,
    });
    const written = readFileSync(path.join(dataFolder, 'refused.csv'), 'utf8');
    expect(written).toMatch(/^"cancels_no_order",.*,"C1012","22423","CAKESTAND","-1",/m);

    const staff = await demoAccount(shop.client, 'support');
    const query = `{ orders(filter: { placedTo: "2011-02-01T00:00:00Z" }) { edges { node {
    status placedAt total { amount currency } shippingAddress { country }
    customer { email } lines { sku quantity returnedQuantity product { name } } } } } }`;
    const { data } = await staff.post({ query });
    const { edges } = (data as { orders: { edges: { node: object }[] } }).orders;
    expect(edges.map(({ node }) => node)).toMatchObject([
      { status: 'CANCELLED', shippingAddress: { country: 'ZZ' } },
      { total: { amount: '619611.75' }, lines: [{ product: { name: 'VOUCHER £10' } }] },
      { customer: { email: 'guest-ie@import.invalid' } },
      {
        status: 'DELIVERED',
        placedAt: '2011-01-04T08:26:00.000Z',
        total: { amount: '72.19', currency: 'GBP' },
        customer: { email: 'customer-17850@import.invalid' },
        lines: [{ sku: '85123A', returnedQuantity: 6 }, { sku: '85123a' }, {}, { sku: '71053' }],
      },
    ]);
  });

  test('a count of stock is imported beside a running shop', async () => {
    const { dataFolder } = shop;
    const rows = [
      'Article number,Warehouse,On hand,Reorder point',
      'demo-0001,ber,7000,10',
      'DEMO-0001,BER,1,',
      'DEMO-0002,BER,-1,',
      'DEMO-0002,BER,5,x',
      'NOPE,BER,1,',
      'DEMO-0002,NOPE,1,',
      'DEMO-0002,BER,6000,',
    ];
    writeFileSync(path.join(dataFolder, 'count.csv'), `${rows.join('\n')}\n`);
    writeFileSync(
      path.join(dataFolder, 'count.jsonl'),
      '{"sku":"DEMO-0003","warehouse":"BER","onHand":5000,"reorderPoint":3}\n',
    );
    const given = ['count.csv', 'count.jsonl', '--map', 'Article number=sku'];
    const first = await runImport(dataFolder, 'stock', ...given, '--refused', 'uncounted.csv');
    expect(first.code, first.errors).toBe(0);
    const refused = { malformed_on_hand: 1, malformed_reorder_point: 1, duplicate_row: 1 };
    const unknown = { unknown_product: 1, unknown_warehouse: 1 };
    const lines = {
      'lines read': 8,
      'lines that count stock': 3,
      'lines with an older count, left out': 0,
    };
    const changed = { 'stock levels changed': 3, 'reorder points changed': 2 };
    expect(figures(first.output)).toEqual({ ...lines, ...changed, ...refused, ...unknown });
    expect(readFileSync(path.join(dataFolder, 'uncounted.csv'), 'utf8')).toMatch(
      /^"duplicate_row",.*,"DEMO-0001","BER","1",""$/m,
    );
    const levels = `SELECT sku::text, on_hand, reorder_point FROM stock_levels
      WHERE warehouse = 'BER' AND sku IN ('DEMO-0001', 'DEMO-0002', 'DEMO-0003') ORDER BY sku`;
    expect(await rowsOf(dataFolder, 'inventory', levels)).toMatchObject([
      { on_hand: 7000, reorder_point: 10 },
      { on_hand: 6000 },
      { on_hand: 5000, reorder_point: 3 },
    ]);
  });

  test('invoices are replayed as live orders of signed-in buyers', async () => {
    // One a minute, so that at this speed the thirtieth is due after 2.9 s.
    writeFileSync(path.join(shop.dataFolder, 'many.csv'), manyInvoices(40, 3));
    expect(await shop.run('import', 'products', 'many.csv')).toMatchObject({ code: 0 });
    const given = ['many.csv', '--limit', '30', '--speed', '600', '--stock'];
    const { code, output, errors } = await shop.run('replay', ...given);
    expect(code, errors).toBe(0);
    expect(output).toMatch(/\nLatency: p50 .*\nBehind .*\nOutcomes:\n/);
    // An order that a busy machine has not decided in time is placed, too.
    const outcomes = output.matchAll(/^ +(\d+) {2}Order (?:CONFIRMED|PENDING)$/gm);
    expect([...outcomes].reduce((sum, [, count]) => sum + Number(count), 0)).toBe(30);
    const [, seconds] = /^30 orders in ([\d.]+) s: [\d.]+ orders\/s\n/.exec(output) ?? [];
    expect(Number(seconds)).toBeGreaterThanOrEqual(2.9);
    await eventually('thirty orders', async () => (await liveOrders()) === 30);
    expect(await shop.run('verify')).toMatchObject({ code: 0 });
  });

  test('a replay that is interrupted reports what it has placed', async () => {
    const before = await liveOrders();
    // At this speed the second invoice is due in more than an hour.
    writeFileSync(path.join(shop.dataFolder, 'two.csv'), manyInvoices(2, 3));
    expect(await shop.run('import', 'products', 'two.csv')).toMatchObject({ code: 0 });
    const given = ['two.csv', '--speed', '0.01', '--stock', '--url', shop.url];
    const child = spawnCommand('replay', given, shop.dataFolder);
    const end = ended(child);
    await eventually('the first order', async () => (await liveOrders()) === before + 1);
    child.kill('SIGINT');
    const { code, output } = await end;
    expect(output).toMatch(/^1 order in /);
    expect(code).toBe(0);
  });
}

/** The imported orders of a folder whose shop is stopped. */
async function historyIn(folder: string) {
  const postgres = await startEmbeddedPostgres({ dataFolder: path.join(folder, 'data'), logger });
  try {
    return await rowsOf(folder, 'orders', history);
  } finally {
    await postgres.stop();
  }
}

/** Ten batches, the first of which is seen long before the last is written. */
const invoices = 1_250;

/** Imports into folders of their own, without a shop. */
export function checkImportsAlone(): void {
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  test('what cannot be imported is one clear message, and starts no database', async () => {
    const folder = newFolder();
    folders.push(folder);
    writeFileSync(path.join(folder, 'other.csv'), 'Artikel,Preis\nA,1\n');
    const { code, errors, output } = await runImport(folder, 'products', 'other.csv');
    expect([code, output]).toEqual([1, '']);
    expect(errors).toContain('other.csv has no column for sku, name, price');
    expect(errors).not.toContain('    at ');
    const dates = ['1,MUG,1,03/12/2025,2,', '2,MUG,1,31/12/2025,2,'];
    const rows = ['invoice,sku,quantity,date,price,customer', ...dates];
    writeFileSync(path.join(folder, 'dates.csv'), rows.join('\n'));
    const european = await runImport(folder, 'orders', 'dates.csv');
    expect(european.code).toBe(1);
    expect(european.errors).toContain('dates.csv: line 3 has the date 31/12/2025, which is read');
    const { errors: next } = await runImport(folder, 'orders', 'dates.csv', '--day-first');
    expect(next).not.toContain('has the date');
    expect(existsSync(path.join(folder, 'data'))).toBe(false);
  });

  test('an import that is killed and started again ends as one that was not', async () => {
    const [whole, killed] = [await filledFolder(), await filledFolder()];
    const contents = manyInvoices(invoices, 8);
    for (const each of [whole, killed]) writeFileSync(path.join(each, 'many.csv'), contents);
    const counts = { 'orders created': invoices, 'order lines': 8 * invoices };
    const uncut = await runImport(whole, 'orders', 'many.csv');
    expect(uncut.code, uncut.errors).toBe(0);
    expect(figures(uncut.output)).toMatchObject(counts);

    const child = spawnCommand('import', ['orders', 'many.csv'], killed);
    const end = ended(child);
    await eventually('the first orders are imported', async () => {
      const rows = await rowsOf(killed, 'orders', 'SELECT FROM order_imports LIMIT 1');
      return (rows?.length ?? 0) > 0;
    });
    child.kill('SIGKILL');
    await end;
    const rest = await runImport(killed, 'orders', 'many.csv');
    expect(rest.code, rest.errors).toBe(0);
    const found = figures(rest.output)['orders that existed before'] ?? 0;
    expect(found).toBeGreaterThan(0);
    expect(figures(rest.output)['orders created']).toBe(invoices - found);

    const rows = await historyIn(killed);
    expect(rows).toHaveLength(8 * invoices);
    expect(rows).toEqual(await historyIn(whole));
  });
}
