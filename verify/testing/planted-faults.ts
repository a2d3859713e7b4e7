import type { Client as Connection } from 'pg';
import type { Kind } from '../disagreement';

/** The kind of order that a fault is planted into. */
export type Given = 'placed' | 'asked to act' | 'shipped' | 'cancelled' | 'imported' | 'nothing';

export interface Planted {
  /** Id of the order, or of one that does not exist. */
  readonly id: string;
  readonly sku: string;
}

/** Direct access that bypasses all checks of the shop. */
export interface Tools {
  readonly orders: Connection;
  readonly inventory: Connection;
  readonly users: Connection;
  /** Opens a connection that stays open, like that of a hanging process. */
  readonly forgotten: (to: 'orders' | 'inventory') => Promise<Connection>;
  /** Calls the payment provider directly. */
  readonly provider: (verb: string, key: string, body: object) => Promise<void>;
}

type Plant = (planted: Planted, tools: Tools) => Promise<unknown>;

export type Fault = readonly [kind: Kind, what: string, given: Given, plant: Plant];

/** A statement about the order `$1`. */
const inOrders =
  (statement: string): Plant =>
  ({ id }, { orders }) =>
    orders.query(statement, [id]);

const inInventory =
  (statement: string): Plant =>
  ({ id }, { inventory }) =>
    inventory.query(statement, [id]);

/** Statements about the SKU `$1` at the warehouse `$2`, the one with most reserved units. */
const inStock =
  (...statements: string[]): Plant =>
  async ({ sku }, { inventory }) => {
    const { rows } = await inventory.query<{ warehouse: string }>(
      'SELECT warehouse FROM stock_levels WHERE sku = $1 ORDER BY reserved DESC LIMIT 1',
      [sku],
    );
    for (const text of statements) await inventory.query(text, [sku, rows[0]?.warehouse]);
  };

const movement = (onHand: string, reserved: string) =>
  `INSERT INTO stock_movements (sku, warehouse, on_hand_delta, reserved_delta, kind)
   SELECT sku, warehouse, ${onHand}, ${reserved}, 'ADJUSTED' FROM stock_levels
   WHERE sku = $1 AND warehouse = $2`;

const level = (change: string) =>
  `UPDATE stock_levels SET ${change} WHERE sku = $1 AND warehouse = $2`;

const oneUnitMoreHeld = `
  WITH unit AS (
    UPDATE allocations SET quantity = quantity + 1 WHERE order_id = $1
    RETURNING sku, warehouse
  ), moved AS (
    INSERT INTO stock_movements (sku, warehouse, on_hand_delta, reserved_delta, kind)
    SELECT sku, warehouse, 0, 1, 'RESERVED' FROM unit
  )
  UPDATE stock_levels s SET reserved = reserved + 1 FROM unit
  WHERE s.sku = unit.sku AND s.warehouse = unit.warehouse`;

const order = (change: string) => inOrders(`UPDATE orders SET ${change} WHERE id = $1`);
const line = (change: string) => inOrders(`UPDATE order_lines SET ${change} WHERE order_id = $1`);
const secondEvent = (change: string) =>
  inOrders(`UPDATE order_events SET ${change} WHERE order_id = $1 AND seq = 2`);
const reservation = (state: string) =>
  inInventory(`UPDATE reservations SET state = '${state}' WHERE order_id = $1`);

/** Locked while it is held, so that orders cannot confirm it. */
const unconfirmed: Plant = async (planted, tools) => {
  const holder = await tools.forgotten('inventory');
  const lockHeld = async () => {
    await inInventory(`UPDATE reservations SET state = 'HELD',
      created_at = now() - interval '1 hour' WHERE order_id = $1`)(planted, tools);
    await holder.query('BEGIN');
    const { rowCount } = await holder.query(
      `SELECT FROM reservations WHERE order_id = $1 AND state = 'HELD' FOR UPDATE`,
      [planted.id],
    );
    return rowCount === 1;
  };
  // A confirmation may come between the two statements.
  while (!(await lockHeld())) await holder.query('ROLLBACK');
};

const deliveredTooEarly = inOrders(`
  WITH changed AS (UPDATE order_events SET to_status = 'DELIVERED' WHERE order_id = $1 AND seq = 3)
  UPDATE orders SET status = 'DELIVERED' WHERE id = $1`);

const fullerParcel = inOrders(`
  UPDATE shipment_lines SET quantity = quantity + 1
  WHERE shipment_id IN (SELECT id FROM shipments WHERE order_id = $1)`);

const reopened = inOrders(
  `UPDATE effects SET state = 'PENDING' WHERE order_id = $1 AND kind = 'AUTHORIZE'`,
);

/** The order's owner hangs: its row stays locked, so that no other process can take it over. */
const hang: Plant = async ({ id }, { orders, forgotten }) => {
  const owner = await forgotten('orders');
  await owner.query('BEGIN');
  await owner.query('SELECT FROM orders WHERE id = $1 FOR UPDATE', [id]);
  await orders.query(
    `UPDATE effects SET next_at = now() - interval '1 hour'
     WHERE order_id = $1 AND kind = 'RESERVE'`,
    [id],
  );
};

/** The advisory lock of the event relay in `subgraphs/orders/store/outbox.ts`. */
const relayLock = 7_208_251_001;

/** Blocks the relay while the event is inserted, and locks the event afterwards. */
const missedEvent: Plant = async ({ id }, { orders, forgotten }) => {
  const holder = await forgotten('orders');
  await holder.query('SELECT pg_advisory_lock($1)', [relayLock]);
  await orders.query(
    // The timeline has no entry for this version, so the event adds nothing to the statistics.
    `INSERT INTO outbox (order_id, version, customer_id, number, type, status, at)
     SELECT id, version + 1, customer_id, number, 'order.confirmed', status, now() - interval '1 hour'
     FROM orders WHERE id = $1`,
    [id],
  );
  await holder.query('BEGIN');
  await holder.query('SELECT FROM outbox WHERE order_id = $1 FOR UPDATE', [id]);
  await holder.query('SELECT pg_advisory_unlock($1)', [relayLock]);
};

const abandoned = inOrders(`UPDATE effects SET state = 'SKIPPED' WHERE order_id = $1`);

const calledImported = inOrders(
  `INSERT INTO order_imports (invoice, digest, order_id) VALUES ('never', 'x', $1)`,
);

const reservedForNone = inInventory(
  `INSERT INTO reservations (order_id, state, created_at)
   VALUES ($1, 'CONFIRMED', now() - interval '1 hour')`,
);

const keyToNone = inOrders(
  `INSERT INTO idempotency_keys (mutation, user_id, key, input_hash, order_id)
   SELECT 'placeOrder', customer_id, 'after ' || id, 'x', gen_random_uuid()
   FROM orders WHERE id = $1`,
);

/** Plants a fault in the figures of today, to which other faults may add differences. */
const countedTwice: Plant = async (_, { orders }) =>
  orders.query(
    `UPDATE order_stats SET placed = placed + 1 WHERE bucket = 'DAY'
     AND at = (SELECT max(at) FROM order_stats WHERE bucket = 'DAY')`,
  );

const auditEntry = `INSERT INTO audit_entries (id, at, actor, action, subject)
  VALUES ($1, now(), 'system', 'test', 'Test:1')`;

/** Bypasses the triggers of the audit log, as only the owner of the database can. */
async function unseen(users: Connection, statement: string, id: string): Promise<void> {
  await users.query("SET session_replication_role = 'replica'");
  await users.query(statement, [id]);
  await users.query('RESET session_replication_role');
}

const writtenPastTheChain: Plant = ({ id }, { users }) => unseen(users, auditEntry, id);

const rewrittenEntry: Plant = async ({ id }, { users }) => {
  await users.query(auditEntry, [id]);
  await unseen(users, `UPDATE audit_entries SET actor = 'User:2' WHERE id = $1`, id);
};

const removedEntry: Plant = async ({ id }, { users }) => {
  await users.query(auditEntry, [id]);
  await unseen(users, 'DELETE FROM audit_entries WHERE id = $1', id);
};

const cent = { amount: '0.01', currency: 'EUR' };

const authorize =
  (suffix: string): Plant =>
  ({ id }, { provider }) =>
    provider('authorizations', `order-${id}-authorize${suffix}`, { ...cent, token: 'tok_ok' });

const move =
  (verb: string, body: object = {}): Plant =>
  ({ id }, { provider }) =>
    provider(verb, `order-${id}-${verb}-9`, { ...body, authorizationKey: `order-${id}-authorize` });

const captureWithoutEffect: Plant = async (planted, tools) => {
  await move('captures', cent)(planted, tools);
  await order('captured_minor = 1')(planted, tools);
};

const shippedWithoutCapture = inOrders(
  `UPDATE effects SET state = 'SKIPPED' WHERE order_id = $1 AND kind = 'CAPTURE'`,
);

const refundWithoutEffect = inOrders(
  `INSERT INTO refunds (id, order_id, seq, amount_minor, reason)
   VALUES (gen_random_uuid(), $1, 1, 1, 'because')`,
);

const refusedInSilence = inOrders(
  `INSERT INTO effects (order_id, kind, seq, state, input)
   VALUES ($1, 'CAPTURE', 9, 'REFUSED', '{"amountMinor":"1"}')`,
);

/** One or more faults of each kind. */
export const plantedFaults: readonly Fault[] = [
  ['order.totals', 'a line costs more', 'placed', line('unit_price_minor = unit_price_minor + 1')],
  ['order.totals', 'an imported line has more units', 'imported', line('quantity = quantity + 1')],
  ['order.status', 'it is delivered before its parcel', 'shipped', deliveredTooEarly],
  ['order.shipped', 'its parcel contains more', 'shipped', fullerParcel],
  [
    'order.returned',
    'a unit was returned without a return',
    'shipped',
    line('returned_quantity = 1'),
  ],
  ['order.money', 'a capture has no effect', 'placed', captureWithoutEffect],
  ['order.money', 'goods left without a capture', 'shipped', shippedWithoutCapture],
  ['order.money', 'a refund has no effect', 'shipped', refundWithoutEffect],
  ['order.attention', 'a refused capture is not marked', 'shipped', refusedInSilence],
  ['order.effects', 'an effect of placing is open again', 'placed', reopened],
  ['order.effects', 'no process handles an effect', 'asked to act', hang],
  ['order.undecided', 'nothing will decide it', 'asked to act', abandoned],
  ['order.imported', 'an imported order moved stock and money', 'placed', calledImported],
  ['timeline.sequence', 'an event has another number', 'placed', secondEvent('seq = 3')],
  ['timeline.sequence', 'an imported order has another version', 'imported', order('version = 2')],
  [
    'timeline.chain',
    'an event starts elsewhere',
    'placed',
    secondEvent(`from_status = 'IN_REVIEW'`),
  ],
  ['timeline.status', 'it ends elsewhere', 'placed', secondEvent(`to_status = 'IN_REVIEW'`)],
  ['reservation.state', 'a live order has lost its own', 'placed', reservation('RELEASED')],
  ['reservation.state', 'a cancelled order has one', 'cancelled', reservation('CONFIRMED')],
  ['reservation.unconfirmed', 'it was never confirmed', 'placed', unconfirmed],
  ['reservation.units', 'one more unit is held', 'placed', inInventory(oneUnitMoreHeld)],
  ['reservation.unknown_order', 'its order does not exist', 'nothing', reservedForNone],
  ['order.events', 'an event was not published', 'placed', missedEvent],
  ['payment.currency', 'it is paid in another currency', 'placed', order(`currency = 'USD'`)],
  ['payment.authorized', 'twice', 'placed', authorize('-2')],
  ['payment.captured', 'a capture was not recorded', 'placed', move('captures', cent)],
  ['payment.refunded', 'a refund was not recorded', 'shipped', move('refunds', cent)],
  ['payment.voided', 'its money was released', 'placed', move('voids')],
  ['payment.unknown_order', 'a charge has no order', 'nothing', authorize('')],
  ['stock.on_hand', 'a unit came from nowhere', 'placed', inStock(level('on_hand = on_hand + 1'))],
  ['stock.reserved', 'a movement moved nothing', 'placed', inStock(movement('0', '1'))],
  [
    'stock.allocated',
    'a reserved unit has no order',
    'placed',
    inStock(level('reserved = reserved + 1'), movement('0', '1')),
  ],
  [
    'stock.bounds',
    'more is reserved than there is',
    'placed',
    inStock(movement('-on_hand', '0'), level('on_hand = 0')),
  ],
  ['idempotency_key.unknown_order', 'a key has no order', 'placed', keyToNone],
  ['statistics.orders', 'an order is counted twice', 'nothing', countedTwice],
  ['audit.chain', 'an entry bypasses the chain', 'nothing', writtenPastTheChain],
  ['audit.chain', 'an entry was changed', 'nothing', rewrittenEntry],
  ['audit.chain', 'an entry is missing', 'nothing', removedEntry],
];
