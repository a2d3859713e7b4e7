import type { Warehouse as WarehouseRow } from '../../../prisma/inventory/generated/client';
import type { InventoryDatabase } from './database';

export type { WarehouseRow };

export function warehouseStore({ prisma }: InventoryDatabase) {
  return {
    all: (): Promise<WarehouseRow[]> => prisma.warehouse.findMany({ orderBy: { code: 'asc' } }),

    byCode: (codes: readonly string[]): Promise<WarehouseRow[]> =>
      prisma.warehouse.findMany({ where: { code: { in: [...codes] } } }),

    /** Existing ones do not change. @returns how many were created. */
    async create(warehouses: readonly WarehouseRow[]): Promise<number> {
      const data = warehouses.map(({ code, name, country }) => ({ code, name, country }));
      const { count } = await prisma.warehouse.createMany({ data, skipDuplicates: true });
      return count;
    },
  };
}
