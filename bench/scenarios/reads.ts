import { msPerSecond } from '../../platform/values/time';
import { topologies } from '../bench-shop';
import type { Sizes } from '../fill/fill';
import { type FilledShop, startFilled } from '../fill/filled-shop';
import { closedLoop } from '../load/closed-loop';
import { reading } from '../load/read';
import { type ReadQuery, readQueries } from '../load/read-queries';
import { Meter } from '../measure/meter';
import { secondsOption, topologyOption } from '../options';
import type { Row } from '../result';
import type { Given, Say, Scenario } from '../scenario';

const few: Sizes = { orders: 1_000, products: 1_000, customers: 1_000 };
const ordersPerCustomer = 5;
/** All queries in turn, so that the first one measured finds code as warm as the last. */
const warmUpMs = 15_000;
/** Of each time that a query is asked: its own pages and plans are in memory then. */
const warmUpShare = 0.3;
/** Both shops are asked in turns, so that a machine that gets slower is fair to both. */
const turns = 3;

/** One query at one shop, turn by turn. */
class Asked {
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

/** @returns the rows at many, each with its growth. */
async function compared(few: FilledShop, many: FilledShop, seconds: number, say: Say) {
  const queries = { few: readQueries(few.known), many: readQueries(many.known) };
  await closedLoop(1, warmUpMs, reading(few, queries.few));
  await closedLoop(1, warmUpMs, reading(many, queries.many));
  const rows: Row[] = [];
  for (const [index, query] of queries.many.entries()) {
    const atFew = new Asked(few, queries.few[index] ?? query);
    const atMany = new Asked(many, query);
    for (let turn = 0; turn < turns; turn += 1) {
      await atFew.turn((seconds * msPerSecond) / turns);
      await atMany.turn((seconds * msPerSecond) / turns);
    }
    const [{ p50Ms: before }, row] = [atFew.row(), atMany.row()];
    say(`${row.name}: ${before?.toFixed(1)} ms, then ${row.p50Ms?.toFixed(1)} ms`);
    rows.push(before && row.p50Ms ? { ...row, growth: row.p50Ms / before } : row);
  }
  return rows;
}

async function run(given: Given, say: Say): Promise<Row[]> {
  const [orders, products] = [given.number('orders'), given.number('products')];
  const customers = Math.ceil(orders / ordersPerCustomer);
  const topology = given.oneOf('topology', topologies);
  const started: FilledShop[] = [];
  const start = async (sizes: Sizes): Promise<FilledShop> => {
    say(`filling: ${sizes.orders} orders, ${sizes.products} products`);
    const filled = await startFilled(topology, sizes);
    started.push(filled);
    return filled;
  };
  try {
    const atFew = await start(few);
    const atMany = await start({ orders, products, customers });
    return await compared(atFew, atMany, given.number('seconds'), say);
  } finally {
    for (const { shop } of started) await shop.stop();
  }
}

/** How long every query takes at a thousand orders and at many, through the gateway, one client. */
export const reads: Scenario = {
  name: 'reads',
  measures: 'every query that reads, at 1,000 orders and at many: generated, the same each time',
  options: {
    seconds: secondsOption('how long each query is asked at either size', 10),
    orders: { value: 'N', means: 'so many, of five lines', fallback: '100000' },
    products: { value: 'N', means: 'so many', fallback: '20000' },
    topology: topologyOption,
  },
  run: async (given, say) => ({ rows: await run(given, say) }),
};
