import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import { type Emails, emailPlaces } from './emails';

/**
 * Whether no other account has the address, hashed or in plain text: a version without encryption
 * may have stored the latter, and no unique index compares the two. An address that another account
 * gave up lately is not free, so that the change can be disowned: a thief who changes an address
 * cannot register with the old one.
 * @param forms of the address; an array of them, as a value or in SQL.
 * @param userId the account that gets it.
 */
export const isFree = (
  forms: readonly string[] | Sql,
  userId: string | Sql,
): Sql => sql`NOT EXISTS (
    SELECT FROM users WHERE email = ANY(${forms}::citext[]) AND id <> ${userId}
  ) AND NOT EXISTS (
    SELECT FROM mails WHERE email = ANY(${forms}::citext[]) AND kind = 'email_was_changed'
      AND disown_until > now() AND user_id <> ${userId})`;

/** Gives an account an address that was verified. False if it is not free. */
export async function setVerifiedEmail(
  transaction: Transaction,
  emails: Emails,
  userId: string,
  email: string,
): Promise<boolean> {
  const { lookup, sealed } = emails.stored(email, emailPlaces.account(userId));
  const { rowCount } = await transaction.query(sql`
    UPDATE users SET email = ${lookup}, email_sealed = ${sealed},
      email_verified_at = clock_timestamp(), updated_at = now()
    WHERE id = ${userId} AND ${isFree(emails.forms(email), userId)}`);
  return rowCount === 1;
}

const uniqueViolation = '23505';

/** The error of a transaction in which another account got the address at the same moment. */
export const isEmailTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === uniqueViolation;
