import { Client as Connection } from 'pg';
import { bigintTypes } from '../../platform/database/pool';

/** The final state, read without the API: orders, stock and the provider's ledger. */

export interface Sources {
  /** The databases of orders. */
  readonly orderUrls: readonly string[];
  readonly inventoryUrl: string;
  /** One JSON object per line. */
  ledger(): Promise<string>;
}

export interface OrderFact {
  readonly id: string;
  readonly status: string;
  readonly statusReason: string | null;
  /** The idempotency key of `placeOrder`. */
  readonly note: string | null;
  readonly totalMinor: bigint;
  readonly payment: string;
}

export interface LineFact {
  readonly orderId: string;
  readonly sku: string;
  readonly quantity: number;
}

export interface EffectFact {
  readonly orderId: string;
  readonly kind: string;
  readonly seq: number;
  readonly state: string;
  readonly key: string | null;
}

export interface RefundFact {
  readonly orderId: string;
  readonly seq: number;
  /** The idempotency key of the request. */
  readonly reason: string;
  readonly amountMinor: bigint;
}

export interface MovementFact {
  readonly sku: string;
  readonly warehouse: string;
  readonly kind: string;
  readonly reference: string | null;
  readonly onHand: number;
  readonly reserved: number;
  readonly count: number;
}

/** When stock of an order was last released, in ms of Unix time. */
export interface ReleaseFact {
  readonly orderId: string;
  readonly atMs: number;
}

export interface LevelFact {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  readonly reserved: number;
}

export interface LedgerFact {
  readonly orderId: string;
  readonly idempotencyKey: string;
  readonly kind: 'authorization' | 'capture' | 'void' | 'refund';
  readonly minor: bigint;
}

export interface Facts {
  readonly orders: readonly OrderFact[];
  readonly lines: readonly LineFact[];
  readonly effects: readonly EffectFact[];
  readonly refunds: readonly RefundFact[];
  /** Units of a shipment, by the idempotency key of the request. */
  readonly shipped: readonly { readonly key: string; readonly orderId: string; units: number }[];
  /** Returned units that were restocked. */
  readonly returned: readonly { readonly orderId: string; readonly units: number }[];
  readonly movements: readonly MovementFact[];
  readonly levels: readonly LevelFact[];
  readonly releases: readonly ReleaseFact[];
  readonly ledger: readonly LedgerFact[];
}

const orderPattern = /^order-([0-9a-f-]{36})-/;

function minorOf(amount: string): bigint {
  const [whole = '0', cents = ''] = amount.split('.');
  return BigInt(whole) * 100n + BigInt(cents.padEnd(2, '0'));
}

function ledgerFacts(text: string): LedgerFact[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { idempotencyKey, kind, amount } = JSON.parse(line) as {
        idempotencyKey: string;
        kind: LedgerFact['kind'];
        amount: string;
      };
      const orderId = orderPattern.exec(idempotencyKey)?.[1] ?? '';
      return { orderId, idempotencyKey, kind, minor: minorOf(amount) };
    });
}

type ReadRows = <Row>(text: string) => Promise<Row[]>;

/** Reads rows of all the databases, one database after the other. */
async function within<Value>(
  urls: readonly string[],
  read: (rows: ReadRows) => Promise<Value>,
): Promise<Value> {
  const connections: Connection[] = [];
  try {
    for (const url of urls) {
      const connection = new Connection({ connectionString: url, types: bigintTypes });
      connections.push(connection);
      await connection.connect();
    }
    return await read(async <Row>(text: string) => {
      const found: Row[] = [];
      for (const connection of connections) found.push(...(await connection.query(text)).rows);
      return found;
    });
  } finally {
    for (const connection of connections) await connection.end();
  }
}

/** Undecided orders, unfinished effects, and reservations of decided orders that are still held. */
export async function openWork(shop: Sources): Promise<string[]> {
  return [...(await openOrders(shop)), ...(await heldByDecided(shop))];
}

async function heldByDecided(shop: Sources): Promise<string[]> {
  const held = await within([shop.inventoryUrl], (rows) =>
    rows<{ id: string }>(`SELECT order_id AS id FROM reservations WHERE state = 'HELD'`),
  );
  const undecided = await within(shop.orderUrls, (rows) =>
    rows<{ id: string }>(`SELECT id FROM orders WHERE status = 'PENDING'`),
  );
  const waiting = new Set(undecided.map(({ id }) => id));
  return held.filter(({ id }) => !waiting.has(id)).map(({ id }) => `${id} with a held reservation`);
}

function openOrders(shop: Sources): Promise<string[]> {
  return within(shop.orderUrls, async (rows) => {
    const open = await rows<{ what: string }>(`
      SELECT o.id || ' ' || o.status || ' ' || e.kind || ' ' || e.seq || ' tried ' || e.attempts
        || ', due in ' || round(extract(epoch FROM e.next_at - now())) || ' s' AS what
      FROM effects e JOIN orders o ON o.id = e.order_id WHERE e.state = 'PENDING'
      UNION ALL
      SELECT o.id || ' ' || o.status || ' without an effect' FROM orders o
      WHERE o.status = 'PENDING' AND NOT EXISTS (
        SELECT FROM effects e WHERE e.order_id = o.id AND e.state = 'PENDING')`);
    return open.map(({ what }) => what);
  });
}

/** 3-D Secure pages on which buyers have not decided yet. */
export function openPages(shop: Sources): Promise<string[]> {
  return within(shop.orderUrls, async (rows) => {
    const pages = await rows<{ url: string }>(`
      SELECT payment_action->>'redirectUrl' AS url FROM orders
      WHERE payment_status = 'ACTION_REQUIRED' AND status = 'PENDING'`);
    return pages.map(({ url }) => url);
  });
}

export async function readFacts(shop: Sources): Promise<Facts> {
  const ledger = ledgerFacts(await shop.ledger());
  const ofOrders = await within(shop.orderUrls, async (rows) => ({
    orders: await rows<OrderFact>(`
      SELECT id, status, status_reason AS "statusReason", note, total_minor AS "totalMinor",
        payment_status AS payment FROM orders`),
    lines: await rows<LineFact>(`SELECT order_id AS "orderId", sku, quantity FROM order_lines`),
    effects: await rows<EffectFact>(`
      SELECT order_id AS "orderId", kind, seq, state, input->>'idempotencyKey' AS key
      FROM effects`),
    refunds: await rows<RefundFact>(`
      SELECT order_id AS "orderId", seq, reason, amount_minor AS "amountMinor" FROM refunds`),
    shipped: await rows<Facts['shipped'][number]>(`
      SELECT s.tracking_code AS key, s.order_id AS "orderId", sum(l.quantity)::int AS units
      FROM shipments s JOIN shipment_lines l ON l.shipment_id = s.id GROUP BY 1, 2`),
    returned: await rows<Facts['returned'][number]>(`
      SELECT r.order_id AS "orderId", sum(l.quantity)::int AS units
      FROM refunds r JOIN return_lines l ON l.refund_id = r.id WHERE l.restock GROUP BY 1`),
  }));
  const ofInventory = await within([shop.inventoryUrl], async (rows) => ({
    movements: await rows<MovementFact>(`
      SELECT sku, warehouse, kind, reference, sum(on_hand_delta)::int AS "onHand",
        sum(reserved_delta)::int AS reserved, count(*)::int AS count
      FROM stock_movements GROUP BY 1, 2, 3, 4`),
    levels: await rows<LevelFact>(
      `SELECT sku, warehouse, on_hand AS "onHand", reserved FROM stock_levels`,
    ),
    releases: await rows<ReleaseFact>(`
      SELECT reference AS "orderId", extract(epoch FROM max(at))::float8 * 1000 AS "atMs"
      FROM stock_movements WHERE kind = 'RELEASED' GROUP BY 1`),
  }));
  return { ...ofOrders, ...ofInventory, ledger };
}
