import sql, { empty, type Sql } from 'sql-template-tag';
import { type SealedTable, sealedTable } from '../../../platform/encryption/sealed-table';
import type { Address } from '../../../prisma/users/generated/client';
import { addressColumns, openedAddress } from './addresses';
import type { UsersDatabase } from './database';
import { currentEmails, emailPlaces, type SealedEmails, type StoredEmail } from './emails';
import { sealedViews } from './sealed-views';

/** The condition on the rows after an id. */
const behind = (column: Sql, after: string | null): Sql =>
  after === null ? empty : sql`AND ${column} > ${after}::uuid`;

const begins = (column: Sql, prefix: string): Sql => sql`starts_with(${column}, ${prefix})`;

interface RenewedAccount extends SealedEmails {
  readonly before: SealedEmails;
}

/** Writes accounts, except those whose hashed address another account already has. */
const writeAccounts = (renewed: readonly RenewedAccount[]): Sql => sql`
  WITH renewed AS (
    SELECT * FROM unnest(
      ${renewed.map(({ id }) => id)}::uuid[],
      ${renewed.map(({ before }) => before.email)}::text[],
      ${renewed.map(({ before }) => before.emailSealed)}::text[],
      ${renewed.map(({ before }) => before.pendingEmail)}::text[],
      ${renewed.map(({ before }) => before.pendingEmailSealed)}::text[],
      ${renewed.map(({ email }) => email)}::citext[],
      ${renewed.map(({ emailSealed }) => emailSealed)}::text[],
      ${renewed.map(({ pendingEmail }) => pendingEmail)}::citext[],
      ${renewed.map(({ pendingEmailSealed }) => pendingEmailSealed)}::text[]
    ) AS row (id, old_email, old_sealed, old_pending, old_pending_sealed,
      email, sealed, pending, pending_sealed)
  ), free AS (
    SELECT u.id FROM users u JOIN renewed r ON r.id = u.id
    WHERE u.email::text = r.old_email AND u.email_sealed IS NOT DISTINCT FROM r.old_sealed
      AND u.pending_email::text IS NOT DISTINCT FROM r.old_pending
      AND u.pending_email_sealed IS NOT DISTINCT FROM r.old_pending_sealed
      AND NOT EXISTS (SELECT FROM users other WHERE other.email = r.email AND other.id <> r.id)
    FOR UPDATE OF u SKIP LOCKED
  )
  UPDATE users u SET email = r.email, email_sealed = r.sealed, pending_email = r.pending,
    pending_email_sealed = r.pending_sealed
  FROM free JOIN renewed r ON r.id = free.id WHERE u.id = free.id`;

function accounts({ keys, pool }: UsersDatabase): SealedTable {
  return sealedTable<SealedEmails, RenewedAccount>({
    name: 'users',
    keys,
    async read(after, limit) {
      const { rows } = await pool.query<SealedEmails>(sql`
        SELECT id, email, email_sealed AS "emailSealed", pending_email AS "pendingEmail",
          pending_email_sealed AS "pendingEmailSealed"
        FROM users WHERE true ${behind(sql`id`, after)} ORDER BY id LIMIT ${limit}`);
      return rows;
    },
    async renew(row, ring) {
      const isDone = (sealed: string | null) => sealed !== null && ring.isCurrent(sealed);
      const isPendingDone = row.pendingEmail === null || isDone(row.pendingEmailSealed);
      if (isDone(row.emailSealed) && isPendingDone) return null;
      const emails = await currentEmails(keys);
      const { id, email: lookup, emailSealed: sealed } = row;
      const email = emails.stored(
        await emails.opened({ lookup, sealed }, emailPlaces.account(id)),
        emailPlaces.account(id),
      );
      const place = emailPlaces.pending(id);
      const next = { lookup: row.pendingEmail ?? '', sealed: row.pendingEmailSealed };
      const pending =
        row.pendingEmail === null ? null : emails.stored(await emails.opened(next, place), place);
      return {
        id,
        before: row,
        email: email.lookup,
        emailSealed: email.sealed,
        pendingEmail: pending?.lookup ?? null,
        pendingEmailSealed: pending?.sealed ?? null,
      };
    },
    async write(renewed) {
      return (await pool.query(writeAccounts(renewed))).rowCount ?? 0;
    },
    async holds(prefix) {
      const { rowCount } = await pool.query(sql`
        SELECT FROM users WHERE ${begins(sql`email_sealed`, prefix)}
          OR ${begins(sql`pending_email_sealed`, prefix)} LIMIT 1`);
      return rowCount === 1;
    },
  });
}

function addresses({ keys, pool, prisma }: UsersDatabase): SealedTable {
  return sealedTable<Address, Address & { readonly before: string | null }>({
    name: 'addresses',
    keys,
    read: (after, limit) =>
      prisma.address.findMany({
        where: after === null ? {} : { id: { gt: after } },
        orderBy: { id: 'asc' },
        take: limit,
      }),
    async renew(row, ring) {
      if (row.sealed !== null && ring.isCurrent(row.sealed)) return null;
      const { id, userId, createdAt, updatedAt, ...fields } = await openedAddress(keys, row);
      const columns = await addressColumns(keys, id, fields);
      return { id, userId, createdAt, updatedAt, ...columns, before: row.sealed };
    },
    async write(renewed) {
      const { rowCount } = await pool.query(sql`
        WITH renewed AS (
          SELECT * FROM unnest(${renewed.map(({ id }) => id)}::uuid[],
            ${renewed.map(({ updatedAt }) => updatedAt)}::timestamptz[],
            ${renewed.map(({ before }) => before)}::text[],
            ${renewed.map(({ sealed }) => sealed)}::text[]
          ) AS row (id, updated_at, before, sealed)
        ), free AS (
          SELECT a.id FROM addresses a JOIN renewed r ON r.id = a.id
          WHERE a.sealed IS NOT DISTINCT FROM r.before AND a.updated_at = r.updated_at
          FOR UPDATE OF a SKIP LOCKED
        )
        UPDATE addresses a SET sealed = r.sealed, label = NULL, line1 = '', line2 = NULL, city = '',
          region = NULL, postal_code = '', phone = NULL
        FROM free JOIN renewed r ON r.id = free.id WHERE a.id = free.id`);
      return rowCount ?? 0;
    },
    async holds(prefix) {
      const { rowCount } = await pool.query(sql`
        SELECT FROM addresses WHERE ${begins(sql`sealed`, prefix)} LIMIT 1`);
      return rowCount === 1;
    },
  });
}

interface MailRow extends StoredEmail {
  readonly id: string;
}

function mails({ keys, pool }: UsersDatabase): SealedTable {
  return sealedTable<MailRow, MailRow & { readonly before: MailRow }>({
    name: 'mails',
    keys,
    async read(after, limit) {
      const { rows } = await pool.query<MailRow>(sql`
        SELECT id, email AS lookup, email_sealed AS sealed FROM mails
        WHERE true ${behind(sql`id`, after)} ORDER BY id LIMIT ${limit}`);
      return rows;
    },
    async renew(row, ring) {
      if (row.sealed !== null && ring.isCurrent(row.sealed)) return null;
      const emails = await currentEmails(keys);
      const place = emailPlaces.mail(row.id);
      const stored = emails.stored(await emails.opened(row, place), place);
      return { id: row.id, ...stored, before: row };
    },
    async write(renewed) {
      const { rowCount } = await pool.query(sql`
        WITH renewed AS (
          SELECT * FROM unnest(${renewed.map(({ id }) => id)}::uuid[],
            ${renewed.map(({ before }) => before.sealed)}::text[],
            ${renewed.map(({ lookup }) => lookup)}::citext[],
            ${renewed.map(({ sealed }) => sealed)}::text[]
          ) AS row (id, before, email, sealed)
        ), free AS (
          SELECT m.id FROM mails m JOIN renewed r ON r.id = m.id
          WHERE m.email_sealed IS NOT DISTINCT FROM r.before FOR UPDATE OF m SKIP LOCKED
        )
        UPDATE mails m SET email = r.email, email_sealed = r.sealed
        FROM free JOIN renewed r ON r.id = free.id WHERE m.id = free.id`);
      return rowCount ?? 0;
    },
    async holds(prefix) {
      const { rowCount } = await pool.query(sql`
        SELECT FROM mails WHERE ${begins(sql`email_sealed`, prefix)} LIMIT 1`);
      return rowCount === 1;
    },
  });
}

interface TokenRow {
  readonly id: string;
  readonly emails: string[];
}

/**
 * Tokens store no address, only its hash; those of versions without encryption are in plain text.
 */
function mailTokens({ keys, pool }: UsersDatabase): SealedTable {
  return sealedTable<TokenRow, { readonly email: string; readonly hash: string }>({
    name: 'mail_tokens',
    keys,
    async read(after, limit) {
      const { rows } = await pool.query<TokenRow>(sql`
        SELECT user_id AS id, array_agg(email::text) AS emails FROM mail_tokens
        WHERE strpos(email::text, '@') > 0 ${behind(sql`user_id`, after)}
        GROUP BY user_id ORDER BY user_id LIMIT ${limit}`);
      return rows;
    },
    async renew({ emails: [email = ''] }, ring) {
      return { email, hash: ring.fingerprint(email) };
    },
    async write(renewed) {
      const { rowCount } = await pool.query(sql`
        WITH free AS (
          SELECT t.user_id, t.purpose, r.hash FROM mail_tokens t
          JOIN unnest(${renewed.map(({ email }) => email)}::citext[],
            ${renewed.map(({ hash }) => hash)}::citext[]) AS r (email, hash) ON r.email = t.email
          FOR UPDATE OF t SKIP LOCKED
        )
        UPDATE mail_tokens t SET email = free.hash FROM free
        WHERE t.user_id = free.user_id AND t.purpose = free.purpose`);
      return Math.min(rowCount ?? 0, renewed.length);
    },
    holds: async () => false,
  });
}

/** What is encrypted in the database of users. */
export const sealedTables = (database: UsersDatabase): SealedTable[] =>
  [accounts, addresses, mails, mailTokens, sealedViews].map((table) => table(database));
