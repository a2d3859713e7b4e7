import type { Client } from 'pg';
import type { BenchShop } from '../../bench-shop';
import type { Account, Accounts } from '../accounts';

/** Ids and names for operations; all of them exist. */
export interface Known {
  readonly orderIds: readonly string[];
  readonly orderNumbers: readonly string[];
  readonly skus: readonly string[];
  readonly userIds: readonly string[];
  readonly warehouses: readonly string[];
  readonly endpointIds: readonly string[];
  readonly deliveryIds: readonly string[];
  readonly keyIds: readonly string[];
  readonly addressIds: readonly string[];
  readonly subjects: readonly string[];
  /** Cursors by connection, e.g. `orders`. */
  readonly cursors: Readonly<Record<string, readonly string[]>>;
  /** Search terms. */
  readonly words: readonly string[];
}

const skusCount = 1_000;
const words = ['mug', 'woodland wool', 'umbrela', 'GEN-0000101', 'Ada', 'Lovelace', 'a', '€'];

async function column(room: Client, statement: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await room.query<{ value: string }>(statement, values);
  return rows.map(({ value }) => value);
}

/** Returns a cursor from the middle of each list. */
const pages = `{
  orders(first: 40) { pageInfo { endCursor } }
  products(first: 40, sort: NAME_ASC) { pageInfo { endCursor } }
  users(first: 40) { pageInfo { endCursor } }
  auditLog(first: 40) { pageInfo { endCursor } }
  stockMovements(sku: "GEN-0000001", first: 40) { pageInfo { endCursor } } }`;

type Pages = Record<string, { readonly pageInfo: { readonly endCursor: string | null } } | null>;

async function cursorsOf(shop: BenchShop, admin: Account): Promise<Known['cursors']> {
  const { data } = await shop.ask(pages, {}, admin.token);
  return Object.fromEntries(
    Object.entries((data ?? {}) as Pages).map(([name, page]) => {
      const cursor = page?.pageInfo.endCursor;
      return [name, cursor ? [cursor] : []];
    }),
  );
}

interface Ordered {
  readonly id: string;
  readonly number: string;
  readonly customer: string;
}

/** The ids of the whole shop, and those known to an account. */
export interface Knowledge {
  readonly all: Known;
  of(account: Account | null): Known;
}

/** Reads the existing ids from the databases. */
export async function gatherKnowledge(
  shop: BenchShop,
  { attackers }: Accounts,
): Promise<Knowledge> {
  const users = await shop.database('users');
  const orders = await shop.database('orders');
  const admin = attackers.find(({ role }) => role === 'ADMIN');
  if (!admin) throw new Error('No attacker has the role ADMIN.');
  try {
    const { rows } = await orders.query<Ordered>(
      'SELECT id, number, customer_id AS customer FROM orders ORDER BY placed_at DESC',
    );
    const all: Known = {
      orderIds: rows.map(({ id }) => id),
      orderNumbers: rows.map(({ number }) => number),
      skus: Array.from({ length: skusCount }, (_, n) => `GEN-${String(n + 1).padStart(7, '0')}`),
      userIds: await column(
        users,
        'SELECT id AS value FROM users WHERE password_hash IS NULL ORDER BY id',
      ),
      warehouses: ['BER', 'AMS', 'PAR'],
      endpointIds: await column(orders, 'SELECT id AS value FROM webhook_endpoints ORDER BY id'),
      deliveryIds: await column(
        orders,
        'SELECT id AS value FROM webhook_deliveries ORDER BY id LIMIT 100',
      ),
      keyIds: await column(users, 'SELECT id AS value FROM api_keys ORDER BY id'),
      addressIds: await column(users, 'SELECT id AS value FROM addresses ORDER BY id'),
      subjects: await column(
        users,
        'SELECT DISTINCT subject AS value FROM audit_entries ORDER BY 1 LIMIT 50',
      ),
      cursors: await cursorsOf(shop, admin),
      words,
    };
    return { all, of: (account) => knownTo(all, rows, account) };
  } finally {
    await Promise.all([users.end(), orders.end()]);
  }
}

/** Customers get the ids of their own orders, because others would be invisible to them. */
function knownTo(all: Known, orders: readonly Ordered[], account: Account | null): Known {
  if (account?.role !== 'CUSTOMER' && account?.role !== 'PARTNER') return all;
  const own = orders.filter(({ customer }) => customer === account.id);
  if (own.length === 0) return all;
  return {
    ...all,
    orderIds: own.map(({ id }) => id),
    orderNumbers: own.map(({ number }) => number),
  };
}
