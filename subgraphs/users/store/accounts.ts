import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { Role } from '../../../access/roles';
import { inTransaction } from '../../../platform/database/pool';
import { type RowCount, RowCounts } from '../../../platform/database/row-count';
import type { PageRequest } from '../../../platform/graphql/connection';
import { isUuid, uuidV7 } from '../../../platform/values/uuid';
import type {
  Erasure as ErasureRow,
  Language,
  User as UserRow,
} from '../../../prisma/users/generated/client';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';
import { addMail } from './mails';

export type { ErasureRow, UserRow };

/** An account without its password hash. */
export type Account = Omit<UserRow, 'passwordHash'>;

export interface NewAccount {
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly roles: readonly Role[];
}

const withoutHash = { passwordHash: true } as const;

const columns = sql`u.id, u.email, u.email_verified_at AS "emailVerifiedAt",
  u.pending_email AS "pendingEmail", u.language::text AS language, u.name, u.roles::text[] AS roles,
  u.token_generation AS "tokenGeneration", u.locked_at AS "lockedAt",
  u.may_enrol_until AS "mayEnrolUntil", u.created_at AS "createdAt", u.updated_at AS "updatedAt"`;

/**
 * The search of `users`: a whole e-mail address, an id, or the beginning of a name. Text that
 * cannot be an address or id is only compared with names, because a name may match many accounts.
 */
function found(search: string | null): Sql {
  if (search === null) return empty;
  const prefix = `${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const readings = [sql`lower(u.name) LIKE ${prefix}`];
  if (search.includes('@')) readings.push(sql`u.email = ${search}`);
  if (isUuid(search)) readings.push(sql`u.id = ${search}::uuid`);
  return sql`AND (${join(readings, ' OR ')})`;
}

export function accountStore({ audit, pool, prisma }: UsersDatabase) {
  const counts = new RowCounts(pool);
  return {
    async byIds(ids: readonly string[]): Promise<Account[]> {
      return prisma.user.findMany({ where: { id: { in: [...ids] } }, omit: withoutHash });
    },

    /** With its password hash, for a sign-in. */
    async byEmail(email: string): Promise<UserRow | null> {
      return prisma.user.findUnique({ where: { email } });
    },

    /** With its password hash, for a change that requires the password. */
    async withHash(id: string): Promise<UserRow | null> {
      return prisma.user.findUnique({ where: { id } });
    },

    /**
     * With its audit entry; its e-mail address counts as verified. Null if the address is taken,
     * also by a concurrent registration.
     */
    async createAudited(
      account: NewAccount,
      entryOf: (id: string) => NewAuditEntry,
    ): Promise<string | null> {
      return inTransaction(pool, async (transaction) => {
        const { rows } = await transaction.query<{ id: string }>(sql`
          INSERT INTO users (id, email, email_verified_at, name, password_hash, roles)
          VALUES (${uuidV7()}, ${account.email}, now(), ${account.name}, ${account.passwordHash},
            ${account.roles}::text[]::"Role"[])
          ON CONFLICT DO NOTHING RETURNING id`);
        const [created] = rows;
        if (created) await audit.append(transaction, entryOf(created.id));
        return created?.id ?? null;
      });
    },

    /**
     * With the mail that verifies its e-mail address. Null if the address is taken, also by a
     * concurrent registration.
     */
    async create(account: NewAccount & { readonly language: Language }): Promise<Account | null> {
      const { email, name, passwordHash, language, roles } = account;
      return inTransaction(pool, async (transaction) => {
        const { rows } = await transaction.query<Account>(sql`
          INSERT INTO users AS u (id, email, name, password_hash, language, roles)
          VALUES (${uuidV7()}, ${email}, ${name}, ${passwordHash}, ${language}::"Language",
            ${roles}::text[]::"Role"[])
          ON CONFLICT DO NOTHING RETURNING ${columns}`);
        const [created] = rows;
        if (!created) return null;
        await addMail(transaction, { kind: 'verify_email', email, userId: created.id });
        return created;
      });
    },

    /** Replaces a hash only if it is unchanged, so that a new password is never overwritten. */
    async replaceHash(id: string, outdated: string, hash: string): Promise<void> {
      await prisma.user.updateMany({
        where: { id, passwordHash: outdated },
        data: { passwordHash: hash },
      });
    },

    /** One page and one more row, newest first. Cursor keys: creation time, id. */
    async page(search: string | null, { first, after }: PageRequest): Promise<Account[]> {
      const [createdAt, id] = after ?? [];
      const behind = after
        ? sql`AND (u.created_at, u.id) < (${createdAt}::timestamptz, ${id}::uuid)`
        : empty;
      const { rows } = await pool.query<Account>(sql`
        SELECT ${columns} FROM users u WHERE true ${found(search)} ${behind}
        ORDER BY u.created_at DESC, u.id DESC LIMIT ${first + 1}`);
      return rows;
    },

    /** Accounts that were erased after (`since`, `afterUserId`), oldest first. */
    async erased(since: Date, afterUserId: string, limit: number): Promise<ErasureRow[]> {
      const { rows } = await pool.query<ErasureRow>(sql`
        SELECT user_id AS "userId", erased_at AS "erasedAt" FROM erasures
        WHERE (erased_at, user_id) > (${since}, ${afterUserId}::uuid)
        ORDER BY erased_at, user_id LIMIT ${limit}`);
      return rows;
    },

    /** The locked ones of these accounts. */
    async lockedOf(ids: readonly string[]): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>(sql`
        SELECT id FROM users WHERE id = ANY(${[...ids]}::uuid[]) AND locked_at IS NOT NULL`);
      return rows.map(({ id }) => id);
    },

    async count(search: string | null): Promise<RowCount> {
      const all = sql`SELECT FROM users u WHERE true ${found(search)}`;
      return counts.of(sql`${all} ORDER BY u.created_at DESC, u.id DESC`, [all]);
    },
  };
}
