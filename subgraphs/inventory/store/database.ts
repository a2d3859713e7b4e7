import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from '../../../platform/database/pool';
import { PrismaClient } from '../../../prisma/inventory/generated/client';

/** One pool for SQL in hot paths and for Prisma elsewhere. */
export interface InventoryDatabase {
  readonly pool: Database;
  readonly prisma: PrismaClient;
}

export function inventoryDatabase(pool: Database): InventoryDatabase {
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}
