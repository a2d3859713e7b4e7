import { msPerSecond } from '../../platform/values/time';
import type { Sizes } from '../../testing/fill/fill';
import { closedLoop } from '../../testing/load/closed-loop';
import { topologies } from '../bench-shop';
import { type FilledShop, startFilled } from '../filled-shop';
import { cachedReads, withoutKeptAnswers } from '../load/cached-reads';
import { reading } from '../load/read';
import { type ReadQuery, readQueries } from '../load/read-queries';
import { Meter } from '../measure/meter';
import { secondsOption, topologyOption } from '../options';
import type { Row } from '../result';
import type { Log, OptionValues, Scenario } from '../scenario';

const few: Sizes = { orders: 1_000, products: 1_000, customers: 1_000 };
const ordersPerCustomer = 5;
/** Warm-up with all queries, so that the first measured one has no disadvantage. */
const warmUpMs = 15_000;
/** Share of each measurement used to load the pages and plans of the query into memory. */
const warmUpShare = 0.3;
/** Both shops are queried in turns, so that changes in the machine's speed affect both. */
const turns = 3;

/** The measurement of one query at one shop. */
class QueryMeasurement {
  private readonly meter: Meter;

  constructor(
    private readonly filled: FilledShop,
    private readonly query: ReadQuery,
  ) {
    this.meter = new Meter(filled.shop);
  }

  async turn(durationMs: number): Promise<void> {
    const call = reading(this.filled, [this.query]);
    await closedLoop(1, durationMs * warmUpShare, call);
    await this.meter.during(() => closedLoop(1, durationMs, call));
  }

  row(): Row {
    return this.meter.row(this.query.name);
  }
}

/** @returns the rows for the large shop, each with its growth. */
async function compared(few: FilledShop, many: FilledShop, seconds: number, log: Log) {
  const queries = { few: readQueries(few.known), many: readQueries(many.known) };
  await closedLoop(1, warmUpMs, reading(few, queries.few));
  await closedLoop(1, warmUpMs, reading(many, queries.many));
  const rows: Row[] = [];
  for (const [index, query] of queries.many.entries()) {
    const atFew = new QueryMeasurement(few, queries.few[index] ?? query);
    const atMany = new QueryMeasurement(many, query);
    for (let turn = 0; turn < turns; turn += 1) {
      await atFew.turn((seconds * msPerSecond) / turns);
      await atMany.turn((seconds * msPerSecond) / turns);
    }
    const [{ p50Ms: before }, row] = [atFew.row(), atMany.row()];
    log(`${row.name}: ${before?.toFixed(1)} ms, then ${row.p50Ms?.toFixed(1)} ms`);
    rows.push(before && row.p50Ms ? { ...row, growth: row.p50Ms / before } : row);
  }
  return rows;
}

const parts = ['all', 'layers'] as const;

async function run(options: OptionValues, log: Log): Promise<Row[]> {
  const part = options.oneOf('part', parts);
  const [orders, products] = [options.number('orders'), options.number('products')];
  const customers = Math.ceil(orders / ordersPerCustomer);
  const topology = options.oneOf('topology', topologies);
  const started: FilledShop[] = [];
  const start = async (sizes: Sizes, settings = {}): Promise<FilledShop> => {
    log(`filling: ${sizes.orders} orders, ${sizes.products} products`);
    const filled = await startFilled(topology, sizes, settings);
    started.push(filled);
    return filled;
  };
  try {
    const seconds = options.number('seconds');
    // Each query is executed, whose latencies are compared.
    const atFew = await start(few, withoutKeptAnswers);
    const layers = await cachedReads(atFew, await start(few), seconds, log);
    if (part === 'layers') return layers;
    const atMany = await start({ orders, products, customers }, withoutKeptAnswers);
    return [...layers, ...(await compared(atFew, atMany, seconds, log))];
  } finally {
    for (const { shop } of started) await shop.stop();
  }
}

/** The latency of every query at a thousand orders and at many, for one client of the gateway. */
export const reads: Scenario = {
  name: 'reads',
  measures:
    'every query at 1,000 orders and at many, and public pages cold, cached and 304, on generated data',
  options: {
    seconds: secondsOption('seconds for each query at either size', 10),
    orders: { value: 'N', means: 'number of orders, of five lines each', fallback: '100000' },
    products: { value: 'N', means: 'number of products', fallback: '20000' },
    topology: topologyOption,
    part: {
      value: 'NAME',
      means: 'all, or layers: only the pages that are cached',
      fallback: 'all',
    },
  },
  run: async (options, log) => ({ rows: await run(options, log) }),
};
