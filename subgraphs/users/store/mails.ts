import sql, { type Sql } from 'sql-template-tag';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { uuidV7 } from '../../../platform/values/uuid';
import type { Language, Mail as MailRow } from '../../../prisma/users/generated/client';
import { type AccountMailKind, mailsPerHour, type TokenPurpose } from '../domain/mail';
import type { UsersDatabase } from './database';
import { putToken } from './mail-tokens';

export interface NewMail {
  readonly kind: AccountMailKind;
  readonly email: string;
  /** Null if the account is looked up only when the mail is sent. */
  readonly userId: string | null;
}

/** What the sender of a mail needs to write it. */
export interface PreparedMail {
  readonly kind: AccountMailKind;
  readonly to: string;
  readonly language: Language;
  /** When the change was made that it reports. */
  readonly at: Date;
}

interface Recipient {
  readonly id: string;
  readonly email: string;
  readonly isVerified: boolean;
  readonly pendingEmail: string | null;
  readonly language: Language;
}

/** Handled mails stay as long as they count. */
const countedHours = 1;
/** As long as an ADMIN can retry the job of a mail that failed for good. */
const unhandledDays = 30;
/** Old rows deleted by each look for new mails. */
const clearedMax = 1_000;

const insertUnlessTooMany = ({ kind, email, userId }: NewMail): Sql => sql`
  INSERT INTO mails (id, kind, email, user_id, created_at)
  SELECT ${uuidV7()}, ${kind}, ${email}, ${userId}, clock_timestamp()
  WHERE (SELECT count(*) FROM mails WHERE email = ${email} AND kind = ${kind}
    AND created_at > clock_timestamp() - make_interval(hours => ${countedHours})
  ) < ${mailsPerHour}`;

/**
 * Stores a mail with the change that it reports; drops it if the address had too many of its kind,
 * whether or not they led to a mail: what is stored must not depend on the account. Call it last in
 * a transaction, because it waits for others that write to the same address.
 */
export async function addMail(transaction: Transaction, mail: NewMail): Promise<void> {
  const { kind, email } = mail;
  await transaction.query(sql`
    SELECT pg_advisory_xact_lock(hashtextextended(${`mail ${kind} ${email}`}, 0))`);
  await transaction.query(insertUnlessTooMany(mail));
}

/** The account that a mail is for, locked against changes; null if it is erased or locked. */
async function recipientOf(transaction: Transaction, mail: MailRow): Promise<Recipient | null> {
  const which = mail.userId === null ? sql`email = ${mail.email}` : sql`id = ${mail.userId}`;
  const { rows } = await transaction.query<Recipient>(sql`
    SELECT id, email, email_verified_at IS NOT NULL AS "isVerified",
      pending_email AS "pendingEmail", language::text AS language
    FROM users WHERE ${which} AND locked_at IS NULL FOR SHARE`);
  return rows[0] ?? null;
}

/** Whether the address still waits for its confirmation. */
const isUnverified = ({ email, isVerified, pendingEmail }: Recipient, address: string): boolean =>
  address === pendingEmail || (address === email && !isVerified);

function purposeOf(kind: AccountMailKind): TokenPurpose | null {
  return kind === 'reset_password' || kind === 'verify_email' ? kind : null;
}

/** Whether the mail still has a reason to be sent. */
function isNeeded({ kind, email }: MailRow, recipient: Recipient): boolean {
  return kind !== 'verify_email' || isUnverified(recipient, email);
}

export function mailStore({ pool, prisma }: UsersDatabase) {
  const handle = (transaction: Pick<Transaction, 'query'>, id: string) =>
    transaction.query(sql`UPDATE mails SET handled_at = clock_timestamp() WHERE id = ${id}`);

  return {
    /** Stores a mail that reports no other change. */
    async add(mail: NewMail): Promise<void> {
      await inTransaction(pool, (transaction) => addMail(transaction, mail));
    },

    /**
     * Deletes what is old, records that jobs were stored for some mails, and returns others.
     * @param queued ids of mails that have a job now.
     * @returns ids of mails without a job, oldest first.
     */
    async unqueued(queued: readonly string[], limit: number): Promise<string[]> {
      await pool.query(sql`
        DELETE FROM mails WHERE id IN (
        SELECT id FROM mails
        WHERE created_at < now() - make_interval(hours => ${countedHours})
          AND (handled_at < now() - make_interval(hours => ${countedHours})
            OR created_at < now() - make_interval(days => ${unhandledDays}))
        LIMIT ${clearedMax} FOR UPDATE SKIP LOCKED)`);
      if (queued.length > 0) {
        await pool.query(sql`
          UPDATE mails SET queued_at = clock_timestamp() WHERE id = ANY(${queued}::uuid[])`);
      }
      const { rows } = await pool.query<{ id: string }>(sql`
        SELECT id FROM mails WHERE queued_at IS NULL ORDER BY id LIMIT ${limit}`);
      return rows.map(({ id }) => id);
    },

    /**
     * Looks up the account of a mail that is about to be sent, and stores the hash of its token
     * unless the mail has none.
     * @returns null if the mail is unknown, was sent, or is not needed any more.
     */
    async prepare(id: string, tokenHash: Buffer): Promise<PreparedMail | null> {
      return inTransaction(pool, async (transaction) => {
        const { rows } = await transaction.query<MailRow>(sql`
          SELECT id, kind, email, user_id AS "userId", created_at AS "createdAt"
          FROM mails WHERE id = ${id} AND handled_at IS NULL FOR UPDATE`);
        const [mail] = rows;
        if (!mail) return null;
        const recipient = await recipientOf(transaction, mail);
        if (recipient === null || !isNeeded(mail, recipient)) {
          await handle(transaction, id);
          return null;
        }
        const kind = mail.kind as AccountMailKind;
        const purpose = purposeOf(kind);
        const to = mail.email;
        if (purpose !== null) {
          await putToken(transaction, { userId: recipient.id, purpose, tokenHash, email: to });
        }
        return { kind, to, language: recipient.language, at: mail.createdAt };
      });
    },

    /** Records that a mail was sent. */
    async handled(id: string): Promise<void> {
      await handle(pool, id);
    },

    /** For the data export, newest first. */
    async ofUser(userId: string, limit: number) {
      return prisma.mail.findMany({
        where: { userId },
        select: { kind: true, email: true, createdAt: true, handledAt: true },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
    },
  };
}
