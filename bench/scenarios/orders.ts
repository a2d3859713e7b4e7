import { BenchShop, topologies } from '../bench-shop';
import { type Call, closedLoop } from '../load/closed-loop';
import { constantRate } from '../load/constant-rate';
import { perSecond, type Sample } from '../load/latencies';
import { placing, skuOf, spreadCart, stockEverything } from '../load/place-orders';
import { cpuOf, cpuPerOperation } from '../measure/cpu';
import { resetStatements, statementCounts } from '../measure/statements';
import { clientsOption, secondsOption, topologyOption } from '../options';
import { type Row, rowOf } from '../result';
import type { Given, Say, Scenario } from '../scenario';
import { bareLoop } from '../yardstick/bare-loop';
import { pgbench } from '../yardstick/pgbench';

const buyersCount = 32;
/** V8 goes on compiling for some twenty seconds of load: an order costs a quarter less then. */
const warmUpSeconds = 25;
const msPerSecond = 1_000;

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

async function run(given: Given, say: Say): Promise<Row[]> {
  const [clients, seconds] = [given.numbers('clients'), given.number('seconds')];
  const durationMs = seconds * msPerSecond;
  const shop = await BenchShop.start(given.oneOf('topology', topologies));
  const rows: Row[] = [];
  const add = (row: Row): void => {
    rows.push(row);
    say(`${row.name}: ${row.perSecond?.toFixed(1)} per second, p99 ${row.p99Ms?.toFixed(1)} ms`);
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
      const reached = row.perSecond ?? 0;
      add({ ...row, ratio: reached / bare });
      const half = reached / 2;
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

/**
 * How many orders a second, against the yardstick on the same two cores in the same run; how long
 * they take at half of that; and what becomes of it when everybody buys the same product.
 */
export const orders: Scenario = {
  name: 'orders',
  measures: 'orders placed a second, closed loop and at a constant rate, spread and on one product',
  options: {
    clients: clientsOption,
    seconds: secondsOption('how long each measurement takes', 10),
    topology: topologyOption,
  },
  run: async (given, say) => ({ rows: await run(given, say) }),
};
