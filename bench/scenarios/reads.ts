import { BenchShop, type Topology } from '../bench-shop';
import { fill, type Sizes } from '../fill/fill';
import { closedLoop } from '../load/closed-loop';
import { percentile, perSecond } from '../load/latencies';
import { resetStatements, statementCounts } from '../measure/statements';
import type { Row } from '../result';
import { type Asker, type Known, type ReadQuery, readQueries } from './read-queries';

export interface ReadsOptions {
  readonly topology: Topology;
  /** Each query is asked this long, by one client. */
  readonly seconds: number;
  readonly orders: number;
  readonly products: number;
  readonly say: (line: string) => void;
}

const few: Sizes = { orders: 1_000, products: 1_000, customers: 1_000 };
const ordersPerCustomer = 5;
const warmUpShare = 0.3;
const msPerSecond = 1_000;

type Tokens = Readonly<Record<Asker, string | null>>;

async function signedIn(shop: BenchShop): Promise<Tokens> {
  const [customer, support, warehouse, admin] = await Promise.all(
    ['customer', 'support', 'warehouse', 'admin'].map((name) => shop.signIn(name)),
  );
  const none = null;
  return {
    nobody: null,
    customer: customer ?? none,
    support: support ?? none,
    warehouse: warehouse ?? none,
    admin: admin ?? none,
  };
}

async function filled(shop: BenchShop, sizes: Sizes, customerId: string): Promise<void> {
  const rooms = {
    users: await shop.database('users'),
    inventory: await shop.database('inventory'),
    orders: await shop.database('orders'),
  };
  try {
    await fill(rooms, sizes, customerId);
  } finally {
    await Promise.all(Object.values(rooms).map((room) => room.end()));
  }
}

interface OrdersPage {
  readonly edges: readonly { readonly node: { readonly id: string; readonly number: string } }[];
  readonly pageInfo: { readonly endCursor: string };
}

async function knownOf(shop: BenchShop, tokens: Tokens, customerId: string): Promise<Known> {
  const query = '{ orders(first: 20) { edges { node { id number } } pageInfo { endCursor } } }';
  const { data } = await shop.ask(query, {}, tokens.support);
  const { edges, pageInfo } = (data as { orders: OrdersPage }).orders;
  const last = edges.at(-1)?.node;
  return {
    orderId: last?.id ?? '',
    orderNumber: last?.number ?? '',
    customerId,
    after: pageInfo.endCursor,
  };
}

async function measured(
  shop: BenchShop,
  asked: ReadQuery,
  token: string | null,
  durationMs: number,
): Promise<Row> {
  const call = async () => {
    const { data, errors } = await shop.ask(asked.query, {}, token);
    if (errors || !data || Object.values(data).includes(null)) {
      throw new Error(`${asked.name}: ${JSON.stringify(errors ?? data)}`);
    }
    return 'answered';
  };
  const connection = await shop.database('postgres');
  try {
    await closedLoop(1, durationMs * warmUpShare, call);
    await resetStatements(connection);
    const sample = await closedLoop(1, durationMs, call);
    const { statements } = await statementCounts(connection);
    return {
      name: asked.name,
      perSecond: perSecond(sample),
      p50Ms: percentile(sample, 50),
      p99Ms: percentile(sample, 99),
      statements: statements / sample.latenciesMs.length,
    };
  } finally {
    await connection.end();
  }
}

async function readsOf(options: ReadsOptions, sizes: Sizes): Promise<Row[]> {
  const { topology, seconds, say } = options;
  const shop = await BenchShop.start(topology);
  try {
    const tokens = await signedIn(shop);
    const { data } = await shop.ask('{ me { id } }', {}, tokens.customer);
    const customerId = (data as { me: { id: string } }).me.id;
    say(`filling: ${sizes.orders} orders, ${sizes.products} products`);
    await filled(shop, sizes, customerId);
    const rows: Row[] = [];
    for (const asked of readQueries(await knownOf(shop, tokens, customerId))) {
      rows.push(await measured(shop, asked, tokens[asked.asker], seconds * msPerSecond));
    }
    return rows;
  } finally {
    await shop.stop();
  }
}

/**
 * How long every query takes at a thousand orders and at many, through the gateway, one client.
 * @returns the rows at many, each with its growth.
 */
export async function reads(options: ReadsOptions): Promise<Row[]> {
  const { orders, products, say } = options;
  const atFew = await readsOf(options, few);
  const many = { orders, products, customers: Math.ceil(orders / ordersPerCustomer) };
  const atMany = await readsOf(options, many);
  return atMany.map((row) => {
    const before = atFew.find(({ name }) => name === row.name);
    say(`${row.name}: ${before?.p50Ms.toFixed(1)} ms, then ${row.p50Ms.toFixed(1)} ms`);
    return before ? { ...row, growth: row.p50Ms / before.p50Ms } : row;
  });
}
