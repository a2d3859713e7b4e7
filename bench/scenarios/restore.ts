import { randomUUID } from 'node:crypto';
import { msPerSecond } from '../../platform/values/time';
import { closedLoop } from '../../testing/load/closed-loop';
import type { BenchShop } from '../bench-shop';
import { roomsOf, startFilled } from '../filled-shop';
import { placing, spreadCart, stockEverything } from '../load/place-orders';
import type { Row } from '../result';
import type { Log, OptionValues, Scenario } from '../scenario';

const products = 2_000;
const ordersPerCustomer = 5;
const bytesPerMegabyte = 1_000_000;
const megabytesPerGigabyte = 1_000;
/** Orders are placed before and after the moment to restore. */
const orderingMs = 3_000;
/** The longest time to restore half a gigabyte. */
const restoredSecondsMax = 30;
const limitedUpToGigabytes = 0.6;

async function megabytesOf(shop: BenchShop): Promise<number> {
  await using connection = await shop.database('postgres');
  const sum = 'SELECT sum(pg_database_size(oid))::float8 AS bytes FROM pg_database';
  const { rows } = await connection.query<{ bytes: number }>(sum);
  return (rows[0]?.bytes ?? 0) / bytesPerMegabyte;
}

/** The transaction of the newest order. */
async function newestXid(shop: BenchShop): Promise<string> {
  const { orders, ...others } = await roomsOf(shop);
  try {
    const newest = 'SELECT xmin::text AS xid FROM orders ORDER BY placed_at DESC LIMIT 1';
    const { rows } = await orders.query<{ xid: string }>(newest);
    return rows[0]?.xid ?? '';
  } finally {
    await Promise.all([orders, ...Object.values(others)].map((room) => room.end()));
  }
}

/**
 * The seconds until the restored cluster accepts writes. The comparison after that does not count:
 * generated rows disagree with each other, and each disagreement takes longer.
 */
async function restoredSeconds(shop: BenchShop, target: string): Promise<number> {
  const args = ['--to', target, '--rehearse', '--without-ledger', '--json'];
  const { code, output } = await shop.runToEnd('restore', ...args);
  const restored = output.split('\n').find((line) => line.startsWith('{"backup"'));
  if (restored === undefined) throw new Error(`restore ended with exit code ${code}: ${output}`);
  return (JSON.parse(restored) as { serverSeconds: number }).serverSeconds;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return (performance.now() - startedAtMs) / msPerSecond;
}

/** Places orders, so that there is log to replay before the moment and after it. */
async function ordersAround(shop: BenchShop): Promise<ReadonlyMap<string, string>> {
  await stockEverything(shop);
  const buyers = await shop.newCustomers(2);
  const place = () => closedLoop(buyers.length, orderingMs, placing(shop, buyers, spreadCart));
  await place();
  const name = `bench-${randomUUID()}`;
  await shop.run('backup', 'mark', name);
  const xid = await newestXid(shop);
  const time = new Date().toISOString();
  await place();
  return new Map([
    ['time', time],
    ['name', name],
    ['xid', xid],
  ]);
}

async function run(options: OptionValues, log: Log) {
  const orders = options.number('orders');
  const sizes = { orders, products, customers: Math.ceil(orders / ordersPerCustomer) };
  const filled = await startFilled('one-process', sizes);
  await using shop = filled.shop;
  const rows: Row[] = [];
  const faults: string[] = [];
  const megabytes = await megabytesOf(shop);
  const size = `${(megabytes / megabytesPerGigabyte).toFixed(2)} GB`;
  const backupSeconds = await secondsOf(() => shop.run('backup'));
  rows.push({ name: `full backup, ${size}`, figures: { seconds: backupSeconds } });
  const targets = await ordersAround(shop);
  for (let round = 0; round < options.number('rounds'); round += 1) {
    for (const [kind, target] of targets) {
      const seconds = await restoredSeconds(shop, target);
      const name = `restore by ${kind}, ${size}`;
      log(`${name}: accepts writes after ${seconds} s`);
      rows.push({ name, figures: { seconds } });
      const isLimited = megabytes < limitedUpToGigabytes * megabytesPerGigabyte;
      if (isLimited && seconds > restoredSecondsMax) faults.push(`${name}: ${seconds} s`);
    }
  }
  return { rows, faults };
}

/** How long a backup takes, and its restore to a time, a restore point and a transaction. */
export const restore: Scenario = {
  name: 'restore',
  measures: 'a full backup of a filled shop, and its restore by time, name and transaction',
  options: {
    orders: { value: 'N', means: 'generated orders, about 3.5 kB each', fallback: '130000' },
    rounds: { value: 'N', means: 'how often each kind of moment is restored', fallback: '1' },
  },
  run,
};
