import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { PostalAddress } from '../../../../platform/values/postal-address';
import { type Addressed, isSealed } from '../addresses';
import { staleDays } from '../order-stats';
import type { Side } from './side';
import { type MovedTable, orderTables, ownerTables } from './tables';

/** Orders that are read, written or deleted with all their rows at a time. */
const ordersBatchMax = 500;

const uuids = (ids: readonly string[]): Sql => sql`${ids}::uuid[]`;

/** The columns of a table that a statement may insert. */
async function columnsOf({ client }: Side, { name }: MovedTable): Promise<Sql> {
  const { rows } = await client.query<{ name: string }>(sql`
    SELECT quote_ident(attname) AS name FROM pg_attribute
    WHERE attrelid = ${name}::regclass AND attnum > 0 AND NOT attisdropped
      AND attgenerated = '' AND attidentity = ''
    ORDER BY attnum`);
  return join(rows.map((column) => raw(column.name)));
}

/** Rows travel as one array in PostgreSQL's own text form, which keeps every value as it is. */
async function copyTable(from: Side, to: Side, table: MovedTable, ids: Sql): Promise<void> {
  const name = raw(table.name);
  const { rows } = await from.client.query<{ rows: string | null }>(sql`
    SELECT array_agg(t)::text AS rows FROM ${name} t WHERE ${table.rowsOf(ids)}`);
  const found = rows[0]?.rows ?? null;
  if (found === null) return;
  const columns = await columnsOf(to, table);
  // Staff may have used one key for two orders in two databases: the key of the other one stays.
  await to.client.query(sql`
    INSERT INTO ${name} (${columns}) SELECT ${columns} FROM unnest(${found}::${name}[])
    ${table.name === 'idempotency_keys' ? sql`ON CONFLICT DO NOTHING` : raw('')}`);
}

/** Addresses are encrypted under keys of their database. */
async function sealAgain(from: Side, to: Side, ids: readonly string[]): Promise<void> {
  const { rows } = await from.client.query<Addressed>(sql`
    SELECT id, shipping_address AS "shippingAddress" FROM orders WHERE id = ANY(${uuids(ids)})`);
  const sealed = rows.filter(({ shippingAddress }) => isSealed(shippingAddress));
  if (sealed.length === 0) return;
  const addresses = await Promise.all(
    sealed.map(async (row) => {
      const address: PostalAddress = await from.addresses.open(row);
      return JSON.stringify(await to.addresses.seal(row.id, address));
    }),
  );
  await to.client.query(sql`
    UPDATE orders o SET shipping_address = r.address
    FROM unnest(${uuids(sealed.map(({ id }) => id))}, ${addresses}::jsonb[]) AS r (id, address)
    WHERE o.id = r.id`);
}

/** The next orders of a shard, by id. */
async function ordersOf({ client }: Side, shard: number, after: string | null): Promise<string[]> {
  const behind = after === null ? raw('') : sql`AND id > ${after}::uuid`;
  const { rows } = await client.query<{ id: string }>(sql`
    SELECT id FROM orders WHERE shard_of_id(id) = ${shard}::int ${behind}
    ORDER BY id LIMIT ${ordersBatchMax}::int`);
  return rows.map(({ id }) => id);
}

/** The owners of webhook endpoints whose orders are in a shard. */
async function ownersOf({ client }: Side, shard: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(sql`
    SELECT DISTINCT owner_id AS id FROM webhook_endpoints
    WHERE shard_of_customer(owner_id) = ${shard}::int`);
  return rows.map(({ id }) => id);
}

/** The statistics and the demand of the days of these orders are counted again. */
async function markDays({ client }: Side, ids: readonly string[]): Promise<void> {
  const orders = sql`SELECT placed_at FROM orders WHERE id = ANY(${uuids(ids)})`;
  await client.query(sql`WITH ${staleDays(orders)} SELECT`);
}

async function deleteRows(
  { client }: Side,
  tables: readonly MovedTable[],
  ids: Sql,
): Promise<void> {
  for (const table of tables.toReversed()) {
    await client.query(sql`DELETE FROM ${raw(table.name)} WHERE ${table.rowsOf(ids)}`);
  }
}

/** Copies all rows of a shard in the transaction of `to`. @returns the number of orders. */
export async function copyShard(from: Side, to: Side, shard: number): Promise<number> {
  const owners = await ownersOf(from, shard);
  if (owners.length > 0) {
    for (const table of ownerTables) await copyTable(from, to, table, uuids(owners));
    // An account may have been erased here before its endpoints arrived.
    await to.client.query(sql`
      DELETE FROM webhook_endpoints WHERE owner_id = ANY(${uuids(owners)})
        AND owner_id IN (SELECT customer_id FROM erased_customers)`);
  }
  let orders = 0;
  for (let after: string | null = null; ; ) {
    const ids: string[] = await ordersOf(from, shard, after);
    if (ids.length > 0) {
      for (const table of orderTables) await copyTable(from, to, table, uuids(ids));
      await sealAgain(from, to, ids);
      await markDays(to, ids);
    }
    orders += ids.length;
    if (ids.length < ordersBatchMax) return orders;
    after = ids.at(-1) ?? null;
  }
}

/**
 * Deletes rows that a move has left behind.
 * @param inStep runs each small step, in a transaction of its own or as part of one.
 */
export async function deleteShard(
  side: Side,
  shard: number,
  inStep: (step: () => Promise<number>) => Promise<number>,
): Promise<void> {
  const deleteOrders = async () => {
    await side.client.query(`SET LOCAL orderprocessing.moves_shards = 'on'`);
    const ids = await ordersOf(side, shard, null);
    if (ids.length === 0) return 0;
    await markDays(side, ids);
    await deleteRows(side, orderTables, uuids(ids));
    return ids.length;
  };
  while ((await inStep(deleteOrders)) > 0);
  await inStep(async () => {
    await side.client.query(`SET LOCAL orderprocessing.moves_shards = 'on'`);
    const owners = await ownersOf(side, shard);
    if (owners.length > 0) await deleteRows(side, ownerTables, uuids(owners));
    return owners.length;
  });
}
