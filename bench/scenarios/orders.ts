import { BenchShop, type Topology } from '../bench-shop';
import { type Call, closedLoop } from '../load/closed-loop';
import { constantRate } from '../load/constant-rate';
import { percentile, perSecond, type Sample } from '../load/latencies';
import { placing, skuOf, spreadCart, stockEverything } from '../load/place-orders';
import { cpuOf, cpuPerOperation } from '../measure/cpu';
import { resetStatements, statementCounts } from '../measure/statements';
import type { Row } from '../result';
import { bareLoop } from '../yardstick/bare-loop';
import { pgbench } from '../yardstick/pgbench';

export interface OrdersOptions {
  readonly topology: Topology;
  readonly clients: readonly number[];
  readonly seconds: number;
  readonly say: (line: string) => void;
}

const buyersCount = 32;
const warmUpSeconds = 8;
const msPerSecond = 1_000;

function rowOf(name: string, sample: Sample): Row {
  return {
    name,
    perSecond: perSecond(sample),
    p50Ms: percentile(sample, 50),
    p99Ms: percentile(sample, 99),
    outcomes: sample.outcomes,
  };
}

/** Runs a load and counts what it costs our processes and PostgreSQL. */
async function measured(shop: BenchShop, name: string, load: () => Promise<Sample>): Promise<Row> {
  const connection = await shop.database('postgres');
  try {
    await resetStatements(connection);
    const before = cpuOf(shop.pid);
    const sample = await load();
    const count = sample.latenciesMs.length;
    const cpuMs = cpuPerOperation(before, cpuOf(shop.pid), count);
    const { statements, commits } = await statementCounts(connection);
    return {
      ...rowOf(name, sample),
      cpuMs,
      statements: statements / count,
      commits: commits / count,
    };
  } finally {
    await connection.end();
  }
}

/**
 * How many orders a second, against the yardstick on the same two cores in the same run; how long
 * they take at half of that; and what becomes of it when everybody buys the same product.
 */
export async function orders(options: OrdersOptions): Promise<Row[]> {
  const { clients, seconds, say } = options;
  const durationMs = seconds * msPerSecond;
  const shop = await BenchShop.start(options.topology);
  const rows: Row[] = [];
  const add = (row: Row): void => {
    rows.push(row);
    say(`${row.name}: ${row.perSecond.toFixed(1)} per second, p99 ${row.p99Ms.toFixed(1)} ms`);
  };
  try {
    await stockEverything(shop);
    const buyers = await shop.newCustomers(buyersCount);
    const spread: Call = placing(shop, buyers, spreadCart);
    await closedLoop(Math.max(...clients), warmUpSeconds * msPerSecond, spread);
    const yardstick = await bareLoop((database) => shop.databaseUrl(database));
    for (const many of clients) {
      // The yardstick before and after, so that a machine that is getting slower is fair to both.
      const first = await yardstick.run(many, durationMs / 2);
      const row = await measured(shop, `orders, ${many} clients`, () =>
        closedLoop(many, durationMs, spread),
      );
      const second = await yardstick.run(many, durationMs / 2);
      const bare = (perSecond(first) + perSecond(second)) / 2;
      add({
        ...rowOf(`yardstick, ${many} clients`, second),
        perSecond: bare,
        cpuMs: { ours: (first.cpuMsPerOrder + second.cpuMsPerOrder) / 2 },
      });
      add({ ...row, ratio: row.perSecond / bare });
      const half = row.perSecond / 2;
      const calm = await constantRate(half, durationMs, spread);
      add(rowOf(`orders at half that rate (${half.toFixed(0)} a second)`, calm));
    }
    const many = Math.max(...clients);
    const hot = placing(shop, buyers, () => [skuOf(0)]);
    add(
      await measured(shop, `one product bought by ${many} clients`, () =>
        closedLoop(many, durationMs, hot),
      ),
    );
    for (const many of clients) {
      const peer = await pgbench(shop.databaseUrl('yardstick_orders'), many, seconds);
      if (peer) add(peer);
    }
  } finally {
    await shop.stop();
  }
  return rows;
}
