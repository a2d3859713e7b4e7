import { PrismaPg } from '@prisma/adapter-pg';
import type { AuditKeys } from '../../../platform/audit/keys';
import type { Database } from '../../../platform/database/pool';
import { PrismaClient } from '../../../prisma/users/generated/client';
import { type AuditAppender, auditAppender } from './audit-appender';

/** One pool for Prisma and for SQL, which is used to lock and search rows. */
export interface UsersDatabase {
  readonly pool: Database;
  readonly prisma: PrismaClient;
  /** For changes that must be committed together with their audit entry. */
  readonly audit: AuditAppender;
}

export function usersDatabase(pool: Database, keys: AuditKeys): UsersDatabase {
  return {
    pool,
    prisma: new PrismaClient({ adapter: new PrismaPg(pool) }),
    audit: auditAppender(keys),
  };
}
