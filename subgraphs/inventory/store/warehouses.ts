import sql, { type Sql } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import type { Warehouse as WarehouseRow } from '../../../prisma/inventory/generated/client';
import { auditInsertion } from './audit-outbox';
import type { InventoryDatabase } from './database';

export type { WarehouseRow };

export type NewWarehouse = Pick<WarehouseRow, 'code' | 'name' | 'country'>;

export interface WarehouseChange {
  readonly code: string;
  /** Null for no change. */
  readonly name: string | null;
  readonly active: boolean | null;
}

/**
 * Copies the state of a warehouse to its stock levels, which it locks in the order of every other
 * statement. It is a statement of its own, so that it sees the levels for whose additions the
 * change of the warehouse waited.
 */
const copyState = (transaction: Transaction, { code, active }: WarehouseRow) =>
  transaction.query(sql`
    WITH locked AS MATERIALIZED (
      SELECT sku, warehouse FROM stock_levels
      WHERE warehouse = ${code} AND warehouse_active <> ${active}
      ORDER BY sku, warehouse FOR UPDATE
    )
    UPDATE stock_levels s SET warehouse_active = ${active} FROM locked
    WHERE s.sku = locked.sku AND s.warehouse = locked.warehouse`);

/** @param codes in lower case. */
export const selectWarehouses = (codes: readonly string[]): Sql =>
  sql`SELECT code, name, country, active FROM warehouses WHERE lower(code) = ANY(${codes}::text[])`;

/**
 * Codes are compared without regard to case.
 * @param changed receives committed changes, and never fails.
 */
export function warehouseStore(
  { pool, prisma }: InventoryDatabase,
  changed: (codes: readonly string[]) => Promise<void>,
) {
  return {
    all: (): Promise<WarehouseRow[]> => prisma.warehouse.findMany({ orderBy: { code: 'asc' } }),

    byCode: (codes: readonly string[]): Promise<WarehouseRow[]> =>
      prepared<WarehouseRow>(
        pool,
        'warehouses-by-code',
        selectWarehouses(codes.map((code) => code.toLowerCase())),
      ),

    /** Existing ones do not change. @returns how many were created. */
    async create(warehouses: readonly NewWarehouse[]): Promise<number> {
      const data = warehouses.map(({ code, name, country }) => ({ code, name, country }));
      const { count } = await prisma.warehouse.createMany({ data, skipDuplicates: true });
      await changed(data.map(({ code }) => code));
      return count;
    },

    /** Creates one with its audit entry. @returns null if the code is taken. */
    async add(
      { code, name, country }: NewWarehouse,
      audit: readonly AuditEntry[],
    ): Promise<WarehouseRow | null> {
      const added = await inTransaction(pool, async (transaction) => {
        const { rows } = await transaction.query<WarehouseRow>(sql`
          INSERT INTO warehouses (code, name, country) VALUES (${code}, ${name}, ${country})
          ON CONFLICT DO NOTHING RETURNING code, name, country, active`);
        const [row] = rows;
        if (row && audit.length > 0) await transaction.query(auditInsertion(audit));
        return row ?? null;
      });
      if (added) await changed([added.code]);
      return added;
    },

    /**
     * Changes a warehouse, and with `active` its stock levels. Reservations of these wait until both
     * are committed.
     * @returns null if it does not exist.
     */
    async update(
      { code, name, active }: WarehouseChange,
      audit: readonly AuditEntry[],
    ): Promise<WarehouseRow | null> {
      const updated = await inTransaction(pool, async (transaction) => {
        const { rows } = await transaction.query<WarehouseRow>(sql`
          UPDATE warehouses SET name = coalesce(${name}, name), active = coalesce(${active}, active)
          WHERE lower(code) = lower(${code}) RETURNING code, name, country, active`);
        const [row] = rows;
        if (!row) return null;
        if (active !== null) await copyState(transaction, row);
        if (audit.length > 0) await transaction.query(auditInsertion(audit));
        return row;
      });
      if (updated) await changed([updated.code]);
      return updated;
    },
  };
}
