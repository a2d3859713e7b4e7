import sql from 'sql-template-tag';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { rateLimited } from '../../../platform/graphql/errors';
import type { Viewer } from '../../../platform/requests/viewer';
import type { Language } from '../../../prisma/users/generated/client';
import { countedHours, verificationsPerHour } from '../domain/mail';
import { lockActor } from './actor';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';
import { endDisowning } from './disowned-mails';
import { isEmailTaken, setVerifiedEmail } from './email-ownership';
import { type Emails, emailPlaces } from './emails';
import { endAccess, raiseCredentials } from './generations';
import { useToken } from './mail-tokens';
import { addMail, addNotice, announce } from './new-mails';
import type { SignedInAccount } from './open-session';
import { startAgain } from './start-again';

/** A new e-mail address, confirmed by the password. */
export interface EmailChange {
  readonly email: string;
  /** The hash that the password was checked against. */
  readonly passwordHash: string;
}

export interface ProfileChange {
  /** Null: unchanged. */
  readonly name: string | null;
  readonly language: Language | null;
  /** `cancel` drops an address that waits for its confirmation; null changes nothing. */
  readonly email: EmailChange | 'cancel' | null;
}

export type VerifyEmailOutcome =
  | { readonly kind: 'verified'; readonly userId: string }
  | { readonly kind: 'expired' }
  | { readonly kind: 'taken' };

/** The entry of a change that the owner of the account made, signed in or by a mailed token. */
const ownEntry = (
  userId: string,
  action: string,
  detail: NewAuditEntry['detail'] = null,
): NewAuditEntry => ({
  actor: `User:${userId}`,
  action,
  subject: `User:${userId}`,
  detail,
});

/** The pending address before a change; null if there was none. */
interface ProfileBefore {
  readonly pendingEmail: string | null;
}

/** @returns null if the password is no longer the checked one. */
async function writeProfile(
  transaction: Transaction,
  emails: Emails,
  userId: string,
  { name, language, email }: ProfileChange,
): Promise<ProfileBefore | null> {
  const newEmail = email === 'cancel' ? null : email;
  const checkedHash = newEmail?.passwordHash ?? null;
  const next = newEmail && emails.stored(newEmail.email, emailPlaces.pending(userId));
  const isSet = email !== null;
  const { rows } = await transaction.query<ProfileBefore>(sql`
    UPDATE users u SET name = coalesce(${name}, u.name),
      language = coalesce(${language}::"Language", u.language), updated_at = now(),
      pending_email = CASE WHEN ${isSet} THEN ${next?.lookup ?? null}::citext
        ELSE u.pending_email END,
      pending_email_sealed = CASE WHEN ${isSet} THEN ${next?.sealed ?? null}::text
        ELSE u.pending_email_sealed END
    FROM users before WHERE u.id = ${userId} AND before.id = u.id
      AND (${checkedHash}::text IS NULL OR u.password_hash = ${checkedHash})
    RETURNING before.pending_email AS "pendingEmail"`);
  return rows[0] ?? null;
}

/** @throws RATE_LIMITED if the account, whose row is locked, has asked for too many mails. */
async function demandFewVerifications(transaction: Transaction, userId: string): Promise<void> {
  const counted = sql`make_interval(hours => ${countedHours})`;
  const { rows } = await transaction.query<{ seconds: number }>(sql`
    SELECT ceil(extract(epoch FROM created_at + ${counted} - clock_timestamp()))::int AS seconds
    FROM mails WHERE user_id = ${userId}::uuid AND kind = 'verify_email'
      AND created_at > clock_timestamp() - ${counted}
    ORDER BY created_at DESC OFFSET ${verificationsPerHour - 1} LIMIT 1`);
  if (rows[0]) throw rateLimited(rows[0].seconds);
}

/** Adds the mails of a change. Each takes a lock, so they are added in the order of their kinds. */
async function addChangeMails(
  transaction: Transaction,
  emails: Emails,
  { userId, before, email }: { userId: string; before: ProfileBefore; email: string },
): Promise<void> {
  if (before.pendingEmail === null || !emails.forms(email).includes(before.pendingEmail)) {
    await announce(transaction, emails, userId, 'email_change_requested');
  }
  await addMail(transaction, emails, { kind: 'verify_email', email, userId });
}

/** Changes of the profile, and those that a mailed token allows. */
export function recoveryStore({ audit, emails, pool }: UsersDatabase) {
  return {
    /**
     * Sets a new password with a mailed token, verifies the address that it was sent to, ends all
     * sessions and tokens, and announces it by mail. Changes that were reported to this address before
     * can no longer be disowned. The first proof of the address starts the account again; otherwise
     * API keys and the second factor stay.
     * @returns the account, to sign in; null if the token is not valid.
     */
    async resetPassword(tokenHash: Buffer, passwordHash: string): Promise<SignedInAccount | null> {
      const current = await emails();
      return inTransaction(pool, async (transaction) => {
        const token = await useToken(transaction, current, 'reset_password', tokenHash);
        if (!token?.isCurrent || token.email === null) return null;
        const { userId, email, isVerified } = token;
        await transaction.query(sql`
          UPDATE users SET password_hash = ${passwordHash},
          email_verified_at = coalesce(email_verified_at, clock_timestamp()) WHERE id = ${userId}`);
        const changed = await endAccess(transaction, userId, 'password_reset');
        if (!isVerified) await startAgain(transaction, userId);
        const detail = isVerified ? null : { startedAgain: true };
        await audit.append(transaction, ownEntry(userId, 'user.reset_password', detail));
        await endDisowning(transaction, userId, { sentTo: current.forms(email) });
        const notice = { kind: 'password_was_reset', email, userId, isProven: true } as const;
        await addNotice(transaction, current, notice);
        return changed;
      });
    },

    /**
     * Verifies the address that a token was sent to. A pending one becomes that of the account, which
     * is announced to the former one if that was verified; else nobody proved that it was the owner's.
     */
    async verifyEmail(tokenHash: Buffer): Promise<VerifyEmailOutcome> {
      const current = await emails();
      const verify = inTransaction<VerifyEmailOutcome>(pool, async (transaction) => {
        const token = await useToken(transaction, current, 'verify_email', tokenHash);
        if (token === null || token.email === null) return { kind: 'expired' };
        const { userId, email, isCurrent, isVerified, accountEmail } = token;
        const isSet = await setVerifiedEmail(transaction, current, userId, email);
        if (!isSet) return { kind: 'taken' };
        if (isCurrent) await endDisowning(transaction, userId, { kind: 'verify_email' });
        else await raiseCredentials(transaction, userId);
        await audit.append(transaction, ownEntry(userId, 'user.verify_email'));
        if (!isCurrent && isVerified) {
          const notice = { kind: 'email_was_changed', email: accountEmail, userId } as const;
          await addNotice(transaction, current, { ...notice, isProven: true });
        }
        return { kind: 'verified', userId };
      });
      return verify.catch((error: unknown) => {
        if (isEmailTaken(error)) return { kind: 'taken' };
        throw error;
      });
    },

    /**
     * A new address gets a mail with a token, and the present one a notice.
     * @returns false if the password has changed since it was checked.
     * @throws UNAUTHENTICATED if the session has ended or the account is locked, RATE_LIMITED if it
     * had too many new addresses.
     */
    async updateProfile(
      actor: Viewer,
      userId: string,
      change: ProfileChange,
      entry: NewAuditEntry | null,
    ): Promise<boolean> {
      const current = await emails();
      return inTransaction(pool, async (transaction) => {
        await lockActor(transaction, actor);
        const newEmail = change.email === 'cancel' ? null : change.email;
        if (newEmail !== null) await demandFewVerifications(transaction, userId);
        const before = await writeProfile(transaction, current, userId, change);
        if (before === null) return false;
        await audit.append(transaction, entry);
        if (newEmail !== null) {
          const { email } = newEmail;
          await addChangeMails(transaction, current, { userId, before, email });
        }
        return true;
      });
    },
  };
}
