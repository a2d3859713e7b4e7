import { PrismaPg } from '@prisma/adapter-pg';
import type { AuditKeys } from '../../../platform/audit/keys';
import type { Database } from '../../../platform/database/pool';
import { type ReplicaReads, replicaReadsOf } from '../../../platform/database/replicas';
import { type DataKeySettings, DataKeys } from '../../../platform/encryption/data-keys';
import { PrismaClient } from '../../../prisma/users/generated/client';
import { type AuditAppender, auditAppender } from './audit-appender';
import { currentEmails, type Emails } from './emails';

/** One pool for Prisma and for SQL, which is used to lock and search rows. */
export interface UsersDatabase {
  readonly pool: Database;
  readonly prisma: PrismaClient;
  /** Lists and figures: a replica may answer what is read through it. */
  readonly replicaReads: ReplicaReads;
  /** Appends audit entries, for changes that must be committed together with theirs. */
  readonly audit: AuditAppender;
  /** The keys that encrypt e-mail addresses and postal addresses. */
  readonly keys: DataKeys;
  /** The cipher of e-mail addresses. Call it before a transaction, because it may read the keys. */
  readonly emails: () => Promise<Emails>;
}

/** The secrets that the database never sees. */
export interface UsersKeys {
  readonly audit: AuditKeys;
  readonly data: DataKeySettings;
}

export function usersDatabase(pool: Database, { audit, data }: UsersKeys): UsersDatabase {
  const keys = new DataKeys(pool, data);
  return {
    pool,
    prisma: new PrismaClient({ adapter: new PrismaPg(pool) }),
    replicaReads: replicaReadsOf(pool),
    audit: auditAppender(audit),
    keys,
    emails: () => currentEmails(keys),
  };
}
