import sql, { empty } from 'sql-template-tag';
import { type SealedTable, sealedTable } from '../../../platform/encryption/sealed-table';
import { unknownLine } from '../domain/imported-order';
import { type Addressed, isSealed, type StoredAddress } from './addresses';
import type { OrdersDatabase } from './database';

interface AddressedRow extends Addressed {
  readonly isErased: boolean;
}

interface RenewedAddress {
  readonly id: string;
  readonly before: StoredAddress;
  readonly address: StoredAddress;
}

/** Nothing of an imported or erased address says where somebody lives. */
const hasNoLines = ({ isErased, shippingAddress }: AddressedRow): boolean =>
  isErased || (!isSealed(shippingAddress) && shippingAddress.line1 === unknownLine);

function orders({ addresses, keys, pool }: OrdersDatabase): SealedTable {
  return sealedTable<AddressedRow, RenewedAddress>({
    name: 'orders',
    keys,
    async read(after, limit) {
      const behind = after === null ? empty : sql`WHERE id > ${after}::uuid`;
      const { rows } = await pool.query<AddressedRow>(sql`
        SELECT id, shipping_address AS "shippingAddress", erased_at IS NOT NULL AS "isErased"
        FROM orders ${behind} ORDER BY id LIMIT ${limit}::int`);
      return rows;
    },
    async renew(row, ring) {
      const { id, shippingAddress: before } = row;
      if (hasNoLines(row) || (isSealed(before) && ring.isCurrent(before.sealed))) return null;
      return { id, before, address: await addresses.seal(id, await addresses.open(row)) };
    },
    /** Leaves the epoch as it is: an address that was changed or erased since does not match. */
    async write(renewed) {
      const { rowCount } = await pool.query(sql`
        WITH renewed AS (
          SELECT * FROM unnest(${renewed.map(({ id }) => id)}::uuid[],
            ${renewed.map(({ before }) => JSON.stringify(before))}::jsonb[],
            ${renewed.map(({ address }) => JSON.stringify(address))}::jsonb[]
          ) AS row (id, before, address)
        ), free AS (
          SELECT o.id FROM orders o JOIN renewed r ON r.id = o.id
          WHERE o.shipping_address = r.before FOR UPDATE OF o SKIP LOCKED
        )
        UPDATE orders o SET shipping_address = r.address
        FROM free JOIN renewed r ON r.id = free.id WHERE o.id = free.id`);
      return rowCount ?? 0;
    },
    async holds(prefix) {
      const { rowCount } = await pool.query(sql`
        SELECT FROM orders WHERE starts_with(shipping_address->>'sealed', ${prefix}) LIMIT 1`);
      return rowCount === 1;
    },
  });
}

/** What is encrypted in the database of orders. */
export const sealedTables = (database: OrdersDatabase): SealedTable[] => [orders(database)];
