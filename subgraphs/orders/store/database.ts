import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from '../../../platform/database/pool';
import { PrismaClient } from '../../../prisma/orders/generated/client';

/** One pool, two ways to speak through it: SQL where it is hot, Prisma everywhere else. */
export interface OrdersDatabase {
  readonly pool: Database;
  readonly prisma: PrismaClient;
}

export function ordersDatabase(pool: Database): OrdersDatabase {
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}
