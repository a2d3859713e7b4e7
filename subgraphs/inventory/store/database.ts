import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from '../../../platform/database/pool';
import { PrismaClient } from '../../../prisma/inventory/generated/client';

/** One pool, two ways to speak through it: SQL where it is hot, Prisma everywhere else. */
export interface InventoryDatabase {
  readonly pool: Database;
  readonly prisma: PrismaClient;
}

export function inventoryDatabase(pool: Database): InventoryDatabase {
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}
