import sql, { empty, join, type Sql } from 'sql-template-tag';
import { inTransaction } from '../../../platform/database/pool';
import { type RowCount, RowCounts } from '../../../platform/database/row-count';
import { readOrSealedError, type SealedValueError } from '../../../platform/encryption/key-ring';
import type { PageRequest } from '../../../platform/graphql/connection';
import { unicodeForms } from '../../../platform/values/text';
import { isUuid, uuidV7 } from '../../../platform/values/uuid';
import type { Erasure as ErasureRow, Language, User } from '../../../prisma/users/generated/client';
import { canonicalEmail } from '../domain/account';
import { webhookRoles } from '../domain/api-key';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';
import { isFree } from './email-ownership';
import { type Emails, emailPlaces, type WithEmails, withEmails } from './emails';
import { addMail } from './new-mails';
import { insertVerified, type NewAccount } from './verified-accounts';

export type { ErasureRow };

/** An account, with its e-mail addresses in plain text. */
export type UserRow = WithEmails<User>;

/** An account without its password hash. */
export type Account = Omit<UserRow, 'passwordHash'>;

type StoredAccount = Omit<User, 'passwordHash'>;

const withoutHash = { passwordHash: true } as const;

const columns = sql`u.id, u.email, u.email_sealed AS "emailSealed",
  u.email_verified_at AS "emailVerifiedAt", u.pending_email AS "pendingEmail",
  u.pending_email_sealed AS "pendingEmailSealed", u.language::text AS language, u.name, u.roles::text[] AS roles,
  u.token_generation AS "tokenGeneration",
  u.credentials_generation AS "credentialsGeneration", u.locked_at AS "lockedAt",
  u.may_enrol_until AS "mayEnrolUntil", u.created_at AS "createdAt", u.updated_at AS "updatedAt"`;

/**
 * The search of `users`: a whole e-mail address, an id, or the beginning of a name. Text that
 * cannot be an address or id is only compared with names, because a name may match many accounts.
 */
function found(search: string | null, { forms }: Emails): Sql {
  if (search === null) return empty;
  const readings = unicodeForms(search.replace(/[\\%_]/g, '\\$&')).map(
    // PostgreSQL writes both in lower case: JavaScript has other characters for some, such as İ.
    (prefix) => sql`lower(u.name) LIKE lower(${`${prefix}%`})`,
  );
  if (search.includes('@')) {
    readings.push(sql`u.email = ANY(${forms(canonicalEmail(search))}::citext[])`);
  }
  if (isUuid(search)) readings.push(sql`u.id = ${search}::uuid`);
  return sql`AND (${join(readings, ' OR ')})`;
}

export function accountStore({ audit, emails, pool, prisma, replicaReads }: UsersDatabase) {
  const counts = new RowCounts(replicaReads);
  return {
    async byId(id: string): Promise<Account | null> {
      const row = await prisma.user.findUnique({ where: { id }, omit: withoutHash });
      return row && withEmails(await emails(), row);
    },

    /** The accounts by id. An account whose encrypted columns were altered has its error. */
    async byIds(ids: readonly string[]): Promise<Map<string, Account | SealedValueError>> {
      const rows = await prisma.user.findMany({
        where: { id: { in: [...ids] } },
        omit: withoutHash,
      });
      const current = await emails();
      const read = async (row: StoredAccount) =>
        [row.id, await readOrSealedError(withEmails(current, row))] as const;
      return new Map(await Promise.all(rows.map(read)));
    },

    /** The account with its password hash, for a sign-in. */
    async byEmail(email: string): Promise<UserRow | null> {
      const current = await emails();
      const { rows } = await pool.query<User>(sql`
        SELECT ${columns}, u.password_hash AS "passwordHash" FROM users u
        WHERE u.email = ANY(${current.forms(email)}::citext[])`);
      const [row] = rows;
      return row ? withEmails(current, row) : null;
    },

    /** The account with its password hash, for a change that requires the password. */
    async withHash(id: string): Promise<UserRow | null> {
      const row = await prisma.user.findUnique({ where: { id } });
      return row && withEmails(await emails(), row);
    },

    /**
     * Creates an account with its audit entry; its e-mail address counts as verified. Null if the
     * address is taken, also by a concurrent registration.
     */
    async createAudited(
      account: NewAccount,
      entryOf: (id: string) => NewAuditEntry,
    ): Promise<string | null> {
      const current = await emails();
      const id = uuidV7();
      const stored = current.stored(account.email, emailPlaces.account(id));
      return inTransaction(pool, async (transaction) => {
        const row = { ...account, id, ...stored, forms: current.forms(account.email) };
        if (!(await insertVerified(transaction, row))) return null;
        await audit.append(transaction, entryOf(id));
        return id;
      });
    },

    /**
     * Creates an account, and the mail that verifies its e-mail address. Null if the address is
     * taken, also by a concurrent registration.
     */
    async create(account: NewAccount & { readonly language: Language }): Promise<Account | null> {
      const { email, name, passwordHash, language, roles } = account;
      const current = await emails();
      const id = uuidV7();
      const { lookup, sealed } = current.stored(email, emailPlaces.account(id));
      return inTransaction(pool, async (transaction) => {
        const { rows } = await transaction.query<StoredAccount>(sql`
          INSERT INTO users AS u (id, email, email_sealed, name, password_hash, language, roles)
          SELECT ${id}::uuid, ${lookup}::citext, ${sealed}::text, ${name}::text,
            ${passwordHash}::text, ${language}::text::"Language", ${roles}::text[]::"Role"[]
          WHERE ${isFree(current.forms(email), id)}
          ON CONFLICT DO NOTHING RETURNING ${columns}`);
        const [created] = rows;
        if (!created) return null;
        await addMail(transaction, current, { kind: 'verify_email', email, userId: id });
        return withEmails(current, created, transaction);
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
      const current = await emails();
      const { rows } = await replicaReads.query<StoredAccount>(sql`
        SELECT ${columns} FROM users u WHERE true ${found(search, current)} ${behind}
        ORDER BY u.created_at DESC, u.id DESC LIMIT ${first + 1}`);
      return Promise.all(rows.map((row) => withEmails(current, row)));
    },

    /** Accounts that were erased after (`since`, `afterUserId`), oldest first. */
    async erased(since: Date, afterUserId: string, limit: number): Promise<ErasureRow[]> {
      const { rows } = await pool.query<ErasureRow>(sql`
        SELECT user_id AS "userId", erased_at AS "erasedAt" FROM erasures
        WHERE (erased_at, user_id) > (${since}, ${afterUserId}::uuid)
        ORDER BY erased_at, user_id LIMIT ${limit}`);
      return rows;
    },

    /**
     * Those of these accounts that are locked, have no role for webhooks, or wait for a new password
     * because their owner disowned a change.
     */
    async withoutWebhooks(ids: readonly string[]): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>(sql`
        SELECT id FROM users u WHERE id = ANY(${[...ids]}::uuid[])
          AND (locked_at IS NOT NULL OR NOT roles && ${webhookRoles}::text[]::"Role"[]
            OR password_hash IS NULL AND EXISTS (SELECT FROM audit_entries
              WHERE subject = 'User:' || u.id AND action = 'user.disown_change'))`);
      return rows.map(({ id }) => id);
    },

    async count(search: string | null): Promise<RowCount> {
      const all = sql`SELECT FROM users u WHERE true ${found(search, await emails())}`;
      return counts.of(sql`${all} ORDER BY u.created_at DESC, u.id DESC`, [all]);
    },
  };
}
