import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import { prepared } from '../../../platform/database/prepared';
import type { PostalAddress } from '../../../platform/values/postal-address';
import { placingEffects } from '../domain/effect';
import type { LinkHashes } from '../domain/fraud-links';
import type { Totals } from '../domain/totals';
import type { StoredAddress } from './addresses';
import { auditedName, auditPart } from './audit-outbox';
import { type OrderRow, orderColumns } from './columns';
import type { OrdersDatabase } from './database';
import { linkHashes } from './fraud-links';
import { withFreeNumber } from './free-number';
import { freshEffects, type JournalRow } from './journal-row';
import { newestOrders } from './newest-orders';
import { outboxRow } from './outbox-row';

/** The data of a new order. */
export interface NewOrder extends Totals {
  readonly id: string;
  readonly customerId: string;
  readonly currency: string;
  readonly lines: readonly NewLine[];
  readonly shippingAddress: PostalAddress;
  readonly note: string | null;
  readonly paymentToken: string;
  /** The URL that the bank returns the buyer to, with the order's id. */
  readonly paymentReturnUrl?: string | null;
  readonly idempotencyKey: string;
  readonly inputHash: string;
  /** The actor in the timeline. */
  readonly actor: string;
  readonly leaseSeconds: number;
  /** Orders of the last hour are counted up to this number; 0 counts none. */
  readonly recentOrdersMax: number;
  /** What rules on links read; null if they are off. */
  readonly links: {
    readonly networkAddress: string | null;
    readonly smallTotalMinor: number;
  } | null;
  /** Audit entry, if staff places the order. */
  readonly audit?: AuditEntry | null;
}

export interface NewLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceMinor: bigint;
}

/** A new order with its address in the stored form. */
type StoredOrder = Omit<NewOrder, 'shippingAddress' | 'links'> & {
  readonly shippingAddress: StoredAddress;
  readonly links: (LinkHashes & { readonly smallTotalMinor: number }) | null;
};

/** The number of the customer's orders of the last hour, at most `max`. */
const recentOrders = (customerId: string, max: number): Sql => sql`(
  SELECT count(*) FROM (
    SELECT FROM orders WHERE customer_id = ${customerId}::uuid
      AND placed_at > now() - interval '1 hour' LIMIT ${raw(String(max))}) recent)`;

/** Orders of the account within an hour that look like tests of a card. */
function cardTests({ links }: StoredOrder): Sql {
  if (links === null) return empty;
  return sql`, 'cardTests', count(*) FILTER (WHERE placed_at > now() - interval '1 hour'
    AND (payment_status = 'DECLINED' OR total_minor <= ${links.smallTotalMinor}::bigint))`;
}

/** The hashes of what the order may share, until its payment is decided. */
const shared = ({ links }: StoredOrder): Sql =>
  links === null
    ? empty
    : sql`, 'hashes', json_build_object('address', ${links.address}::text,
        'network', ${links.network}::text)`;

/** `FraudFacts` of an order. */
function fraudFacts(order: StoredOrder): Sql {
  const { customerId, currency, lines, shippingAddress, recentOrdersMax } = order;
  const recent = recentOrdersMax === 0 ? sql`0` : recentOrders(customerId, recentOrdersMax);
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const isUsual = sql`accepted AND currency = ${currency}`;
  return sql`
    SELECT json_build_object('facts', json_build_object('ordersLastHour', 1 + ${recent},
      'declinedLastDay', count(*) FILTER (
        WHERE payment_status = 'DECLINED' AND placed_at > now() - interval '1 day'),
      'accepted', count(*) FILTER (WHERE accepted),
      'largestMinor', max(total_minor) FILTER (WHERE ${isUsual}),
      'toCountry', count(*) FILTER (WHERE accepted AND country = ${shippingAddress.country}),
      'pattern', json_build_object('placed', count(*),
        'lastHour', count(*) FILTER (WHERE placed_at > now() - interval '1 hour'),
        'lastDay', count(*) FILTER (WHERE placed_at > now() - interval '1 day'),
        'meanMinor', round(avg(total_minor) FILTER (WHERE ${isUsual})),
        'lines', ${lines.length}::int, 'units', ${units}::int)${cardTests(order)})${shared(order)})
    FROM (${newestOrders(customerId)}) newest`;
}

/** Writes nothing if the buyer has used the key before, because every CTE reads `claimed`. */
function placement(order: StoredOrder, number: string, effects: typeof placingEffects): Sql {
  const { lines } = order;
  return sql`
    WITH claimed AS (
      INSERT INTO idempotency_keys (mutation, user_id, key, input_hash, order_id)
      VALUES ('placeOrder', ${order.customerId}::uuid, ${order.idempotencyKey}, ${order.inputHash},
        ${order.id}::uuid)
      ON CONFLICT DO NOTHING RETURNING order_id
    ), placed AS (
      INSERT INTO orders (id, number, customer_id, status, currency, subtotal_minor,
        shipping_minor, tax_minor, total_minor, shipping_address, note, payment_status,
        payment_token, payment_return_url, lease_until, risk)
      SELECT order_id, ${number}, ${order.customerId}::uuid, 'PENDING', ${order.currency},
        ${order.subtotalMinor}::bigint, ${order.shippingMinor}::bigint, ${order.taxMinor}::bigint,
        ${order.totalMinor}::bigint, ${JSON.stringify(order.shippingAddress)}::jsonb,
        ${order.note}, 'NONE', ${order.paymentToken},
        ${order.paymentReturnUrl ?? null},
        now() + ${order.leaseSeconds}::int * interval '1 second', (${fraudFacts(order)})
      FROM claimed RETURNING *
    ), line AS (
      INSERT INTO order_lines (order_id, position, sku, name, quantity, unit_price_minor)
      SELECT placed.id, requested.position, requested.sku, requested.name, requested.quantity, requested.price
      FROM placed, unnest(${lines.map(({ sku }) => sku)}::text[],
        ${lines.map(({ name }) => name)}::text[],
        ${lines.map(({ quantity }) => quantity)}::int[],
        ${lines.map(({ unitPriceMinor }) => unitPriceMinor)}::bigint[])
        WITH ORDINALITY AS requested (sku, name, quantity, price, position)
    ), effect AS (
      INSERT INTO effects (order_id, kind)
      SELECT placed.id, requested.kind FROM placed, unnest(${effects}::"EffectKind"[]) AS requested (kind)
    ), event AS (
      INSERT INTO order_events (order_id, seq, type, to_status, actor)
      SELECT id, version, 'order.placed', status, ${order.actor} FROM placed
    ), published AS (${outboxRow(sql`'order.placed'`, sql`FROM placed`)})
    ${auditPart(order.audit, 'placed')}
    SELECT ${orderColumns('placed')} FROM placed`;
}

/** A key that may have been used. */
export interface UsedKey {
  readonly mutation: string;
  readonly userId: string;
  readonly key: string;
  /** The order that is changed under the key; null where the key places an order of the user. */
  readonly orderId: string | null;
}

export interface KeyRecord {
  readonly inputHash: string;
  readonly orderId: string;
}

export function placingStore(database: OrdersDatabase) {
  const { addresses, pool, batcher, workSignal } = database;

  async function placeAs(order: StoredOrder, number: string): Promise<JournalRow | null> {
    const { text, values } = placement(order, number, placingEffects);
    const max = order.recentOrdersMax;
    const linked = order.links === null ? '' : '-linked';
    const counted = max === 0 ? '' : `-of-${max}`;
    const name = auditedName(`place-order${linked}${counted}`, order.audit);
    const locks = `key ${order.customerId} ${order.idempotencyKey}`;
    const [row] = await batcher<OrderRow>({ name, text, values, locks });
    if (!row) return null;
    workSignal.emit('outbox');
    if (order.audit) workSignal.emit('audit');
    return { ...row, effects: freshEffects(placingEffects) };
  }

  return {
    /**
     * Inserts the order as PENDING with its lines, key, effects and first event, in one statement and
     * commit. Null, without any write, if the buyer has used the key before.
     * @param drawNumber a random order number; called again if the number is taken.
     */
    async place(order: NewOrder, drawNumber: () => string): Promise<JournalRow | null> {
      const shippingAddress = await addresses.seal(order.id, order.shippingAddress);
      const links = order.links && {
        ...(await linkHashes(database, order.shippingAddress, order.links.networkAddress)),
        smallTotalMinor: order.links.smallTotalMinor,
      };
      const stored = { ...order, shippingAddress, links };
      return withFreeNumber(() => placeAs(stored, drawNumber()));
    },

    /**
     * The earlier use of a key; null if there is none. A key is stored with its order: that of a
     * placed order with its customer, any other with the order that it changed.
     */
    async keyRecord({ mutation, userId, key }: UsedKey): Promise<KeyRecord | null> {
      const [row] = await prepared<KeyRecord>(
        pool,
        'idempotency-key',
        sql`SELECT input_hash AS "inputHash", order_id AS "orderId" FROM idempotency_keys
          WHERE user_id = ${userId}::uuid AND mutation = ${mutation} AND key = ${key}`,
      );
      return row ?? null;
    },

    /**
     * Deletes the oldest keys past the retention; locked ones are left for the next time.
     * @returns the number of deleted keys, at most `limit`.
     */
    async forgetKeys(days: number, limit: number): Promise<number> {
      const [row] = await prepared<{ count: number }>(
        pool,
        'forget-keys',
        sql`WITH old AS (
            SELECT user_id, mutation, key FROM idempotency_keys
            WHERE created_at < now() - ${days}::int * interval '1 day'
            ORDER BY created_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
          ), deleted AS (
            DELETE FROM idempotency_keys k USING old
            WHERE (k.user_id, k.mutation, k.key) = (old.user_id, old.mutation, old.key)
            RETURNING 1
          )
          SELECT count(*)::int AS count FROM deleted`,
      );
      return row?.count ?? 0;
    },
  };
}
