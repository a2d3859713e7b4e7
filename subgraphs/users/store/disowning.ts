import sql, { type Sql } from 'sql-template-tag';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import type { AccountMailKind } from '../domain/mail';
import { revokeKeys } from './account-locks';
import type { UsersDatabase } from './database';
import { endDisowning } from './disowned-mails';
import { isEmailTaken, setVerifiedEmail } from './email-ownership';
import { type Emails, emailPlaces, type StoredEmail } from './emails';
import { endAccess } from './generations';
import { putToken } from './mail-tokens';
import { addNotice } from './new-mails';
import { staff } from './open-session';
import { removeFactor } from './second-factors';

export type DisownOutcome =
  | { readonly kind: 'disowned'; readonly email: string }
  | { readonly kind: 'expired' }
  | { readonly kind: 'taken' };

interface LockedAccount extends StoredEmail {
  readonly id: string;
  readonly isProven: boolean;
  readonly isStaff: boolean;
  /** When its second factor was confirmed; null without one. */
  readonly factorAt: Date | null;
}

interface DisownedMail extends StoredEmail {
  readonly id: string;
  readonly kind: AccountMailKind;
  readonly createdAt: Date;
  readonly isProven: boolean;
  readonly factorAt: Date | null;
}

const linkOf = (tokenHash: Buffer): Sql => sql`
  disown_hash = ${tokenHash} AND disown_until > clock_timestamp()`;

/** The account of a link, locked; null without one, or while staff has locked the account. */
async function lockAccount(
  transaction: Transaction,
  tokenHash: Buffer,
): Promise<LockedAccount | null> {
  const { rows } = await transaction.query<LockedAccount>(sql`
    SELECT u.id, email AS lookup, email_sealed AS sealed,
      email_verified_at IS NOT NULL AS "isProven", roles && ${staff} AS "isStaff",
      (SELECT confirmed_at FROM second_factors WHERE user_id = u.id) AS "factorAt"
    FROM users u WHERE id = (SELECT user_id FROM mails WHERE ${linkOf(tokenHash)})
      AND locked_at IS NULL FOR UPDATE`);
  return rows[0] ?? null;
}

/** Read after the account was locked, so that a link works once. */
async function readMail(transaction: Transaction, tokenHash: Buffer): Promise<DisownedMail | null> {
  const { rows } = await transaction.query<DisownedMail>(sql`
    SELECT id, kind, email AS lookup, email_sealed AS sealed, created_at AS "createdAt",
      is_proven AS "isProven", factor_at AS "factorAt"
    FROM mails WHERE ${linkOf(tokenHash)}`);
  return rows[0] ?? null;
}

/**
 * Whether the factor was set up by the change or after it. That of staff stays anyway: with a mailbox
 * alone nobody gets the roles of staff, and an ADMIN can remove it.
 */
const isFactorDisowned = ({ factorAt, isStaff }: LockedAccount, mail: DisownedMail): boolean =>
  factorAt !== null && !isStaff && factorAt.getTime() !== mail.factorAt?.getTime();

/** Nobody signs in before the owner has chosen a password: a thief knows the present one. */
const forgetPassword = (userId: string): Sql => sql`
  UPDATE users SET password_hash = NULL, may_enrol_until = NULL WHERE id = ${userId}`;

interface Found {
  readonly account: LockedAccount;
  readonly mail: DisownedMail;
  /** Where the mail went. */
  readonly email: string;
  /** The account's present address. */
  readonly present: string;
}

/** @returns null without such a link. */
async function find(
  transaction: Transaction,
  emails: Emails,
  tokenHash: Buffer,
): Promise<Found | null> {
  const account = await lockAccount(transaction, tokenHash);
  const mail = account && (await readMail(transaction, tokenHash));
  if (!account || !mail) return null;
  const email = await emails.opened(mail, emailPlaces.mail(mail.id), transaction);
  const present = await emails.opened(account, emailPlaces.account(account.id), transaction);
  return { account, mail, email, present };
}

/** Gives the account the address of the mail, unless it has that. */
async function restoreEmail(
  transaction: Transaction,
  emails: Emails,
  { account, mail, email, present }: Found,
): Promise<'kept' | 'restored' | 'expired' | 'taken'> {
  if (email === present) return 'kept';
  // Nobody ever proved that the address is the owner's.
  if (!mail.isProven) return 'expired';
  const isSet = await setVerifiedEmail(transaction, emails, account.id, email);
  return isSet ? 'restored' : 'taken';
}

/** Ends everything that lets anybody in. @returns whether a second factor was removed. */
async function endAll(transaction: Transaction, { account, mail }: Found): Promise<boolean> {
  await endDisowning(transaction, account.id, { since: mail.createdAt });
  await endAccess(transaction, account.id, 'disowned');
  await transaction.query(revokeKeys(account.id));
  await transaction.query(forgetPassword(account.id));
  return isFactorDisowned(account, mail) && (await removeFactor(transaction, account.id));
}

/** What the owner of an account undoes with the link of a mail. */
export function disowningStore({ audit, emails, pool }: UsersDatabase) {
  const disown = (current: Emails, tokenHash: Buffer, resetHash: Buffer) =>
    inTransaction<DisownOutcome>(pool, async (transaction) => {
      const found = await find(transaction, current, tokenHash);
      if (found === null) return { kind: 'expired' };
      const { account, mail, email, present } = found;
      const { id: userId, isProven } = account;
      const restored = await restoreEmail(transaction, current, found);
      if (restored === 'expired' || restored === 'taken') return { kind: restored };
      const isFactorRemoved = await endAll(transaction, found);
      const { lookup } = current.stored(email, emailPlaces.account(userId));
      const reset = { userId, purpose: 'reset_password', tokenHash: resetHash, lookup } as const;
      await putToken(transaction, reset);
      const detail = {
        change: mail.kind,
        emailRestored: restored === 'restored',
        secondFactorRemoved: isFactorRemoved,
      };
      const subject = `User:${userId}`;
      const entry = { actor: subject, action: 'user.disown_change', subject, detail };
      await audit.append(transaction, entry);
      const notice = { kind: 'change_was_disowned', email: present, userId, isProven } as const;
      await addNotice(transaction, current, notice);
      return { kind: 'disowned', email };
    });

  return {
    /**
     * Ends what somebody else may have since a change that was reported by mail: sessions, tokens,
     * API keys, the password, a second factor and an address from after it. A later change cannot
     * be disowned then, an earlier one still can: by then, the account may have been stolen already.
     * @param resetHash of a token that sets a new password, for the address that the mail went to.
     * @returns `taken`, with nothing changed, if another account has that address.
     */
    async disown(tokenHash: Buffer, resetHash: Buffer): Promise<DisownOutcome> {
      const current = await emails();
      return disown(current, tokenHash, resetHash).catch((error: unknown) => {
        if (isEmailTaken(error)) return { kind: 'taken' };
        throw error;
      });
    },
  };
}
