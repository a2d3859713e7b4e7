import sql, { raw, type Sql } from 'sql-template-tag';

/** A table whose rows move with their orders or their owners. */
export interface MovedTable {
  readonly name: string;
  /** SQL of a condition that selects the rows of some orders, or of some owners. */
  readonly rowsOf: (ids: Sql) => Sql;
}

const byOrder = (name: string): MovedTable => ({
  name,
  rowsOf: (ids) => sql`order_id = ANY(${ids})`,
});

/** A table whose rows belong to rows of another moved table. */
const byParent = (name: string, key: string, parent: string, parentKey: string): MovedTable => ({
  name,
  rowsOf: (ids) =>
    sql`${raw(key)} IN (SELECT id FROM ${raw(parent)} WHERE ${raw(parentKey)} = ANY(${ids}))`,
});

/** The tables with the orders of a shard, each after the tables that its rows refer to. */
export const orderTables: readonly MovedTable[] = [
  { name: 'orders', rowsOf: (ids) => sql`id = ANY(${ids})` },
  byOrder('order_lines'),
  byOrder('effects'),
  byOrder('order_events'),
  byOrder('shipments'),
  byParent('shipment_lines', 'shipment_id', 'shipments', 'order_id'),
  byOrder('refunds'),
  byParent('return_lines', 'refund_id', 'refunds', 'order_id'),
  byOrder('idempotency_keys'),
  byOrder('order_imports'),
  byOrder('cancellation_imports'),
];

/** The tables with what customers of a shard own besides orders. */
export const ownerTables: readonly MovedTable[] = [
  { name: 'webhook_endpoints', rowsOf: (ids) => sql`owner_id = ANY(${ids})` },
  byParent('webhook_deliveries', 'endpoint_id', 'webhook_endpoints', 'owner_id'),
];

/** Tables that stay, and why nothing is lost by it. */
export const stayingTables: Readonly<Record<string, string>> = {
  outbox: 'the move waits until the relay has published the events of the shard',
  erased_customers: 'each database learns of every erased account, and erases what arrives later',
  audit_outbox: 'entries leave for the audit log of users from any database',
  order_stats: 'the days of moved orders are counted again in both databases',
  order_stats_stale: 'marks these days',
  daily_demand: 'the days of moved orders are counted again in both databases',
  daily_demand_stale: 'marks these days',
  demand_forecasts: 'forecasts are in the home database, and have no shard',
  bulk_actions: 'bulk actions are in the home database, and reach orders by id',
  bulk_action_items: 'bulk actions are in the home database, and reach orders by id',
  fraud_links: 'counts of a day; each database has hashes under a key of its own',
  data_keys: 'each database has keys of its own: addresses are encrypted again',
  shard_places: 'says where shards are',
};
