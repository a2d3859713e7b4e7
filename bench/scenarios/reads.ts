import { topologies } from '../bench-shop';
import type { Sizes } from '../fill/fill';
import { type FilledShop, startFilled } from '../fill/filled-shop';
import { closedLoop } from '../load/closed-loop';
import { reading } from '../load/read';
import { type ReadQuery, readQueries } from '../load/read-queries';
import { resetStatements, statementCounts } from '../measure/statements';
import { secondsOption, topologyOption } from '../options';
import { type Row, rowOf } from '../result';
import type { Given, Say, Scenario } from '../scenario';

const few: Sizes = { orders: 1_000, products: 1_000, customers: 1_000 };
const ordersPerCustomer = 5;
const warmUpShare = 0.3;
const msPerSecond = 1_000;

async function measured(filled: FilledShop, asked: ReadQuery, durationMs: number): Promise<Row> {
  const call = reading(filled, [asked]);
  const connection = await filled.shop.database('postgres');
  try {
    await closedLoop(1, durationMs * warmUpShare, call);
    await resetStatements(connection);
    const sample = await closedLoop(1, durationMs, call);
    const { statements } = await statementCounts(connection);
    return { ...rowOf(asked.name, sample), statements: statements / sample.latenciesMs.length };
  } finally {
    await connection.end();
  }
}

async function readsOf(given: Given, sizes: Sizes, say: Say): Promise<Row[]> {
  const topology = given.oneOf('topology', topologies);
  const durationMs = given.number('seconds') * msPerSecond;
  say(`filling: ${sizes.orders} orders, ${sizes.products} products`);
  const filled = await startFilled(topology, sizes);
  try {
    const rows: Row[] = [];
    for (const asked of readQueries(filled.known)) {
      rows.push(await measured(filled, asked, durationMs));
    }
    return rows;
  } finally {
    await filled.shop.stop();
  }
}

/** @returns the rows at many, each with its growth. */
async function run(given: Given, say: Say): Promise<Row[]> {
  const [orders, products] = [given.number('orders'), given.number('products')];
  const atFew = await readsOf(given, few, say);
  const many = { orders, products, customers: Math.ceil(orders / ordersPerCustomer) };
  const atMany = await readsOf(given, many, say);
  return atMany.map((row) => {
    const p50Ms = atFew.find(({ name }) => name === row.name)?.p50Ms;
    say(`${row.name}: ${p50Ms?.toFixed(1)} ms, then ${row.p50Ms?.toFixed(1)} ms`);
    return p50Ms && row.p50Ms ? { ...row, growth: row.p50Ms / p50Ms } : row;
  });
}

/** How long every query takes at a thousand orders and at many, through the gateway, one client. */
export const reads: Scenario = {
  name: 'reads',
  measures: 'every query that reads, at 1,000 orders and at many: generated, the same each time',
  options: {
    seconds: secondsOption('how long each query is asked', 10),
    orders: { value: 'N', means: 'so many, of five lines', fallback: '100000' },
    products: { value: 'N', means: 'so many', fallback: '20000' },
    topology: topologyOption,
  },
  run: async (given, say) => ({ rows: await run(given, say) }),
};
