import sql, { type Sql } from 'sql-template-tag';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { uuidV7 } from '../../../platform/values/uuid';
import type { Language, Mail as MailRow } from '../../../prisma/users/generated/client';
import { type AccountMailKind, mailsPerHour, type TokenPurpose } from '../domain/mail';
import type { UsersDatabase } from './database';
import { type Emails, emailPlaces, type SealedEmails, withEmails } from './emails';
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

/** A mail with its address in plain text. */
type OpenedMail = Omit<MailRow, 'emailSealed'>;

/** Handled mails stay as long as they count. */
const countedHours = 1;
/** How long an ADMIN can retry the job of a mail that failed for good. */
const unhandledDays = 30;
/** Old rows deleted by each poll for new mails. */
const clearedMax = 1_000;

function insertUnlessTooMany({ kind, email, userId }: NewMail, { forms, stored }: Emails): Sql {
  const id = uuidV7();
  const { lookup, sealed } = stored(email, emailPlaces.mail(id));
  return sql`
    INSERT INTO mails (id, kind, email, email_sealed, user_id, created_at)
    SELECT ${id}::uuid, ${kind}::text, ${lookup}::citext, ${sealed}::text, ${userId}::uuid,
      clock_timestamp()
    WHERE (SELECT count(*) FROM mails WHERE email = ANY(${forms(email)}::citext[])
      AND kind = ${kind}
      AND created_at > clock_timestamp() - make_interval(hours => ${countedHours})
    ) < ${mailsPerHour}`;
}

/**
 * Stores a mail with the change that it reports; drops it if the address had too many of its kind,
 * whether or not they led to a mail: what is stored must not depend on the account. Call it last in
 * a transaction, because it waits for others that write to the same address.
 */
export async function addMail(
  transaction: Transaction,
  emails: Emails,
  mail: NewMail,
): Promise<void> {
  const { kind, email } = mail;
  await transaction.query(sql`
    SELECT pg_advisory_xact_lock(hashtextextended(${`mail ${kind} ${email}`}, 0))`);
  await transaction.query(insertUnlessTooMany(mail, emails));
}

/** The account that a mail is for, locked against changes; null if it is erased or locked. */
async function recipientOf(
  transaction: Transaction,
  emails: Emails,
  mail: OpenedMail,
): Promise<Recipient | null> {
  const which =
    mail.userId === null
      ? sql`email = ANY(${emails.forms(mail.email)}::citext[])`
      : sql`id = ${mail.userId}`;
  const { rows } = await transaction.query<Recipient & SealedEmails>(sql`
    SELECT id, email, email_sealed AS "emailSealed", email_verified_at IS NOT NULL AS "isVerified",
      pending_email AS "pendingEmail", pending_email_sealed AS "pendingEmailSealed",
      language::text AS language
    FROM users WHERE ${which} AND locked_at IS NULL FOR SHARE`);
  const [row] = rows;
  return row ? withEmails(emails, row, transaction) : null;
}

/** A mail that was not sent yet, locked; null if there is none. */
async function openedMail(
  transaction: Transaction,
  emails: Emails,
  id: string,
): Promise<OpenedMail | null> {
  const { rows } = await transaction.query<MailRow>(sql`
    SELECT id, kind, email, email_sealed AS "emailSealed", user_id AS "userId",
      created_at AS "createdAt"
    FROM mails WHERE id = ${id} AND handled_at IS NULL FOR UPDATE`);
  const [row] = rows;
  if (!row) return null;
  const { emailSealed: sealed, ...mail } = row;
  const stored = { lookup: mail.email, sealed };
  return { ...mail, email: await emails.opened(stored, emailPlaces.mail(id), transaction) };
}

/** Whether the address still waits for its confirmation. */
const isUnverified = ({ email, isVerified, pendingEmail }: Recipient, address: string): boolean =>
  address === pendingEmail || (address === email && !isVerified);

function purposeOf(kind: AccountMailKind): TokenPurpose | null {
  return kind === 'reset_password' || kind === 'verify_email' ? kind : null;
}

/** Whether the mail still has a reason to be sent. */
function isNeeded({ kind, email }: OpenedMail, recipient: Recipient): boolean {
  return kind !== 'verify_email' || isUnverified(recipient, email);
}

export function mailStore({ emails, pool, prisma }: UsersDatabase) {
  const handle = (transaction: Pick<Transaction, 'query'>, id: string) =>
    transaction.query(sql`UPDATE mails SET handled_at = clock_timestamp() WHERE id = ${id}`);

  return {
    /** Stores a mail that reports no other change. */
    async add(mail: NewMail): Promise<void> {
      const current = await emails();
      await inTransaction(pool, (transaction) => addMail(transaction, current, mail));
    },

    /**
     * Deletes old mails, records that jobs were stored for some, and returns those without a job.
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
     * @returns null if the mail is unknown, was sent, or is no longer needed.
     */
    async prepare(id: string, tokenHash: Buffer): Promise<PreparedMail | null> {
      const current = await emails();
      return inTransaction(pool, async (transaction) => {
        const mail = await openedMail(transaction, current, id);
        if (mail === null) return null;
        const recipient = await recipientOf(transaction, current, mail);
        if (recipient === null || !isNeeded(mail, recipient)) {
          await handle(transaction, id);
          return null;
        }
        const kind = mail.kind as AccountMailKind;
        const purpose = purposeOf(kind);
        const to = mail.email;
        if (purpose !== null) {
          const { lookup } = current.stored(to, emailPlaces.mail(id));
          await putToken(transaction, { userId: recipient.id, purpose, tokenHash, lookup });
        }
        return { kind, to, language: recipient.language, at: mail.createdAt };
      });
    },

    /** Records that a mail was sent. */
    async handled(id: string): Promise<void> {
      await handle(pool, id);
    },

    /** The mails of an account for the data export, newest first. */
    async ofUser(userId: string, limit: number) {
      const rows = await prisma.mail.findMany({
        where: { userId },
        select: {
          id: true,
          kind: true,
          email: true,
          emailSealed: true,
          createdAt: true,
          handledAt: true,
        },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      const current = await emails();
      return Promise.all(
        rows.map(async ({ id, email: lookup, emailSealed: sealed, ...mail }) => ({
          ...mail,
          email: await current.opened({ lookup, sealed }, emailPlaces.mail(id)),
        })),
      );
    },
  };
}
