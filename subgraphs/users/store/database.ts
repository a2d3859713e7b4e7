import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from '../../../platform/database/pool';
import { PrismaClient } from '../../../prisma/users/generated/client';

/** One pool, two ways to speak through it: Prisma, and SQL where rows are locked or searched. */
export interface UsersDatabase {
  readonly pool: Database;
  readonly prisma: PrismaClient;
}

export function usersDatabase(pool: Database): UsersDatabase {
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}
