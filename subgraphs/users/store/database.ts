import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from '../../../platform/database/pool';
import { PrismaClient } from '../../../prisma/users/generated/client';

/** One pool for Prisma and for SQL, which is used to lock and search rows. */
export interface UsersDatabase {
  readonly pool: Database;
  readonly prisma: PrismaClient;
}

export function usersDatabase(pool: Database): UsersDatabase {
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}
