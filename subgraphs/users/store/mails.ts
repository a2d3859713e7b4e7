import sql from 'sql-template-tag';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import type { Language, Mail } from '../../../prisma/users/generated/client';
import type { AccountMailKind, ReplacedPurpose } from '../domain/mail';
import { lockOwner } from './actor';
import type { UsersDatabase } from './database';
import { type Emails, emailPlaces, type SealedEmails, withEmails } from './emails';
import { putToken } from './mail-tokens';
import { addMail, type RequestedMail } from './new-mails';

/** The hashes of the tokens of a mail that is about to be sent. */
export interface MailHashes {
  readonly tokenHash: Buffer;
  readonly disownHash: Buffer;
}

/** What the sender of a mail needs to write it. */
export interface PreparedMail {
  readonly kind: AccountMailKind;
  readonly to: string;
  readonly language: Language;
  /** When the change was made that it reports. */
  readonly at: Date;
  readonly accountCreatedAt: Date;
  /** When the link ends that disowns the change; null if the mail has none. */
  readonly disownUntil: Date | null;
}

interface Recipient {
  readonly id: string;
  readonly email: string;
  readonly isVerified: boolean;
  readonly pendingEmail: string | null;
  readonly language: Language;
  readonly createdAt: Date;
}

type MailRow = Pick<
  Mail,
  'id' | 'kind' | 'email' | 'emailSealed' | 'userId' | 'createdAt' | 'isProven'
>;

/** A mail with its address in plain text. */
type OpenedMail = Omit<MailRow, 'emailSealed'>;

function purposeOf(kind: AccountMailKind): ReplacedPurpose | null {
  return kind === 'reset_password' || kind === 'verify_email' ? kind : null;
}

/**
 * The account that a mail is for, locked against changes. Null if it is erased, or if staff has
 * locked it and the mail is not a notice: those report what happened before, perhaps by a thief.
 */
async function recipientOf(
  transaction: Transaction,
  emails: Emails,
  mail: OpenedMail,
): Promise<Recipient | null> {
  const which =
    mail.userId === null
      ? sql`email = ANY(${emails.forms(mail.email)}::citext[])`
      : sql`id = ${mail.userId}`;
  const isNotice = purposeOf(mail.kind as AccountMailKind) === null;
  const { rows } = await transaction.query<Recipient & SealedEmails>(sql`
    SELECT id, email, email_sealed AS "emailSealed", email_verified_at IS NOT NULL AS "isVerified",
      pending_email AS "pendingEmail", pending_email_sealed AS "pendingEmailSealed",
      language::text AS language, created_at AS "createdAt"
    FROM users WHERE ${which} AND (locked_at IS NULL OR ${isNotice}) FOR SHARE`);
  const [row] = rows;
  return row ? withEmails(emails, row, transaction) : null;
}

/** A mail that was not sent yet; null if there is none. */
async function openedMail(
  transaction: Transaction,
  emails: Emails,
  id: string,
): Promise<OpenedMail | null> {
  const { rows } = await transaction.query<MailRow>(sql`
    SELECT id, kind, email, email_sealed AS "emailSealed", user_id AS "userId",
      created_at AS "createdAt", is_proven AS "isProven"
    FROM mails WHERE id = ${id} AND handled_at IS NULL`);
  const [row] = rows;
  if (!row) return null;
  const { emailSealed: sealed, ...mail } = row;
  const stored = { lookup: mail.email, sealed };
  return { ...mail, email: await emails.opened(stored, emailPlaces.mail(id), transaction) };
}

/**
 * Locks the mail, after its account as in all transactions that lock both. False if it was sent in
 * the meantime.
 */
async function lockUnsent(transaction: Transaction, id: string): Promise<boolean> {
  const { rowCount } = await transaction.query(sql`
    SELECT FROM mails WHERE id = ${id} AND handled_at IS NULL FOR UPDATE`);
  return rowCount === 1;
}

/** Whether the address still waits for its confirmation. */
const isUnverified = ({ email, isVerified, pendingEmail }: Recipient, address: string): boolean =>
  address === pendingEmail || (address === email && !isVerified);

/** Whether the mail still has a reason to be sent. */
function isNeeded({ kind, email }: OpenedMail, recipient: Recipient): boolean {
  return kind !== 'verify_email' || isUnverified(recipient, email);
}

/**
 * An address that was never verified says nothing about an account that has another one.
 * @returns when the link ends; null if the mail has none.
 */
async function putDisownHash(
  transaction: Transaction,
  { id, email, isProven }: OpenedMail,
  recipient: Recipient,
  disownHash: Buffer,
): Promise<Date | null> {
  if (isProven !== true && recipient.email !== email) return null;
  const { rows } = await transaction.query<{ disownUntil: Date }>(sql`
    UPDATE mails SET disown_hash = ${disownHash}
    WHERE id = ${id} AND disown_until > clock_timestamp() RETURNING disown_until AS "disownUntil"`);
  return rows[0]?.disownUntil ?? null;
}

export function mailStore({ emails, pool, prisma }: UsersDatabase) {
  return {
    /**
     * Stores a mail that reports no other change.
     * @throws UNAUTHENTICATED if its account was erased.
     */
    async add(mail: RequestedMail): Promise<void> {
      const current = await emails();
      await inTransaction(pool, async (transaction) => {
        if (mail.userId !== null) await lockOwner(transaction, mail.userId);
        await addMail(transaction, current, mail);
      });
    },

    /**
     * Looks up the account of a mail that is about to be sent, and stores the hashes of the tokens
     * that it has.
     * @returns null if the mail is unknown, was sent, or is no longer needed.
     */
    async prepare(id: string, hashes: MailHashes): Promise<PreparedMail | null> {
      const current = await emails();
      return inTransaction(pool, async (transaction) => {
        const mail = await openedMail(transaction, current, id);
        if (mail === null) return null;
        const recipient = await recipientOf(transaction, current, mail);
        if (!(await lockUnsent(transaction, id))) return null;
        if (recipient === null || !isNeeded(mail, recipient)) return null;
        const kind = mail.kind as AccountMailKind;
        const purpose = purposeOf(kind);
        const to = mail.email;
        if (purpose !== null) {
          const { lookup } = current.stored(to, emailPlaces.mail(id));
          const { tokenHash } = hashes;
          await putToken(transaction, { userId: recipient.id, purpose, tokenHash, lookup });
        }
        const { disownHash } = hashes;
        const disownUntil = await putDisownHash(transaction, mail, recipient, disownHash);
        const { language, createdAt: accountCreatedAt } = recipient;
        return { kind, to, language, at: mail.createdAt, accountCreatedAt, disownUntil };
      });
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
