import { demoSkuOf } from '../../cli/demo-shop/catalogue';
import { median } from '../../platform/values/median';
import { msPerSecond } from '../../platform/values/time';
import { type Call, closedLoop } from '../../testing/load/closed-loop';
import { constantRate } from '../../testing/load/constant-rate';
import { perSecond, type Sample, together } from '../../testing/load/latencies';
import { BenchShop, topologies } from '../bench-shop';
import { placing, spreadCart, stockEverything } from '../load/place-orders';
import { Meter } from '../measure/meter';
import { clientsOption, secondsOption, topologyOption } from '../options';
import { type Row, rowOf } from '../result';
import type { Log, OptionValues, Scenario } from '../scenario';
import { bareLoop, type Yardstick } from '../yardstick/bare-loop';
import { pgbench } from '../yardstick/pgbench';

const buyersCount = 32;
/**
 * V8 keeps optimising for about twenty seconds of load; an order then costs a quarter less. The
 * warm-up uses the measured load: after one with 32 clients, eight are 5 % slower for a while.
 */
const warmUpSeconds = 25;
/**
 * Length of a run of orders, each between two runs of the yardstick, because the speed of a shared
 * machine varies over seconds and minutes.
 */
const turnMs = 3_000;
/** Run-in before each turn, because the yardstick has evicted the caches; its own is as long. */
const runInMs = turnMs / 4;
const percent = 100;

async function measured(shop: BenchShop, name: string, load: () => Promise<Sample>): Promise<Row> {
  const meter = new Meter(shop);
  await meter.during(load);
  return meter.row(name);
}

interface Alternation {
  readonly shop: BenchShop;
  readonly yardstick: Yardstick;
  readonly clients: number;
  readonly durationMs: number;
  readonly call: Call;
}

/** Alternates orders with the yardstick; the result is the median ratio of the turns. */
async function alternating(
  options: Alternation,
): Promise<{ readonly bare: Row; readonly placed: Row }> {
  const { shop, yardstick, clients, durationMs, call } = options;
  const meter = new Meter(shop);
  const bare = [await yardstick.run(clients, turnMs)];
  const ratios: number[] = [];
  for (let spentMs = 0; spentMs < durationMs; spentMs += turnMs) {
    await closedLoop(clients, runInMs, call);
    const placed = await meter.during(() => closedLoop(clients, turnMs, call));
    const last = bare.at(-1);
    const next = await yardstick.run(clients, turnMs);
    bare.push(next);
    ratios.push(perSecond(placed) / perSecond(together(last ? [last, next] : [next])));
  }
  const ours = bare.reduce((sum, { cpuMsPerOrder }) => sum + cpuMsPerOrder, 0) / bare.length;
  const row = rowOf(`yardstick, ${clients} clients`, together(bare));
  const figures = {
    'lowest turn %': Math.min(...ratios) * percent,
    'highest turn %': Math.max(...ratios) * percent,
  };
  return {
    bare: { ...row, cpuMs: { ours } },
    placed: { ...meter.row(`orders, ${clients} clients`), ratio: median(ratios), figures },
  };
}

async function run(options: OptionValues, log: Log): Promise<Row[]> {
  const [clients, seconds] = [options.numbers('clients'), options.number('seconds')];
  const durationMs = seconds * msPerSecond;
  const calmMs = options.number('half-rate-seconds') * msPerSecond;
  await using shop = await BenchShop.start(options.oneOf('topology', topologies));
  const rows: Row[] = [];
  const add = (row: Row): void => {
    rows.push(row);
    log(`${row.name}: ${row.perSecond?.toFixed(1)} per second, p99 ${row.p99Ms?.toFixed(1)} ms`);
  };
  await stockEverything(shop);
  const buyers = await shop.newCustomers(buyersCount);
  const spread: Call = placing(shop, buyers, spreadCart);
  const yardstick = await bareLoop((database) => shop.databaseUrl(database));
  for (const many of clients) {
    await closedLoop(many, warmUpSeconds * msPerSecond, spread);
    const { bare, placed } = await alternating({
      shop,
      yardstick,
      clients: many,
      durationMs,
      call: spread,
    });
    add(bare);
    add(placed);
    const half = (placed.perSecond ?? 0) / 2;
    const calm = await constantRate(half, calmMs, spread);
    add(rowOf(`orders at half that rate (${half.toFixed(0)} a second)`, calm));
  }
  const many = Math.max(...clients);
  const hot = placing(shop, buyers, () => [demoSkuOf(0)]);
  add(
    await measured(shop, `one product bought by ${many} clients`, () =>
      closedLoop(many, durationMs, hot),
    ),
  );
  for (const many of clients) {
    const peer = await pgbench(shop.databaseUrl('yardstick_orders'), many, seconds);
    if (peer) add(peer);
  }
  return rows;
}

/**
 * Orders per second compared with the yardstick in the same run, their latency at half that rate,
 * and the throughput when all clients buy the same product.
 */
export const orders: Scenario = {
  name: 'orders',
  measures: 'orders per second, in a closed loop and at a constant rate, spread and on one product',
  options: {
    clients: clientsOption,
    seconds: secondsOption('seconds of each measurement', 30),
    'half-rate-seconds': secondsOption('seconds at half the rate; 600 contain two checkpoints', 30),
    topology: topologyOption,
  },
  run: async (options, log) => ({ rows: await run(options, log) }),
};
