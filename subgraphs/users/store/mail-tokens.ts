import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import { type ReplacedPurpose, tokenSeconds } from '../domain/mail';
import type { UsersDatabase } from './database';
import { type Emails, type SealedEmails, withEmails } from './emails';

export interface NewToken {
  readonly userId: string;
  readonly purpose: ReplacedPurpose;
  readonly tokenHash: Buffer;
  /** Finds the address that it is sent to. */
  readonly lookup: string;
}

/** Stores the only valid token of the account, whose row is locked, for this purpose. */
export async function putToken(transaction: Transaction, token: NewToken): Promise<void> {
  const { userId, purpose, tokenHash, lookup } = token;
  await transaction.query(sql`
    INSERT INTO mail_tokens
      (user_id, purpose, token_hash, email, generation, created_at, expires_at)
    SELECT id, ${purpose}, ${tokenHash}, ${lookup}, credentials_generation, clock_timestamp(),
      clock_timestamp() + make_interval(secs => ${tokenSeconds[purpose]})
    FROM users WHERE id = ${userId}
    ON CONFLICT (user_id, purpose) DO UPDATE SET token_hash = excluded.token_hash,
      email = excluded.email, generation = excluded.generation,
      created_at = excluded.created_at, expires_at = excluded.expires_at`);
}

export interface UsedToken {
  readonly userId: string;
  /** Where it was sent; null if the account has another address by now. */
  readonly email: string | null;
  /** Whether that is the account's address, and not the next one. */
  readonly isCurrent: boolean;
  /** Whether the account's address was verified before. */
  readonly isVerified: boolean;
  readonly accountEmail: string;
}

const findAccount = (purpose: ReplacedPurpose, tokenHash: Buffer): Sql => sql`
  SELECT t.user_id AS "userId" FROM mail_tokens t
    JOIN users u ON u.id = t.user_id AND u.credentials_generation = t.generation
  WHERE t.token_hash = ${tokenHash} AND t.purpose = ${purpose}
    AND t.expires_at > clock_timestamp()`;

interface LockedAccount extends SealedEmails {
  readonly generation: number;
  readonly isVerified: boolean;
}

/**
 * Uses up a token, with its account locked, so that it works once.
 * @returns null if it is unknown, used, replaced, expired or of an earlier generation, or if its
 * account is locked.
 */
export async function useToken(
  transaction: Transaction,
  emails: Emails,
  purpose: ReplacedPurpose,
  tokenHash: Buffer,
): Promise<UsedToken | null> {
  const { rows: accounts } = await transaction.query<LockedAccount>(sql`
    SELECT u.id, u.email, u.email_sealed AS "emailSealed", u.pending_email AS "pendingEmail",
      u.pending_email_sealed AS "pendingEmailSealed", u.credentials_generation AS generation,
      u.email_verified_at IS NOT NULL AS "isVerified"
    FROM users u
    WHERE u.id = (${findAccount(purpose, tokenHash)}) AND u.locked_at IS NULL FOR UPDATE`);
  const [account] = accounts;
  if (!account) return null;
  const { rows } = await transaction.query<{ lookup: string }>(sql`
    DELETE FROM mail_tokens WHERE token_hash = ${tokenHash} AND purpose = ${purpose}
    AND generation = ${account.generation} AND expires_at > clock_timestamp()
    RETURNING email AS lookup`);
  const [token] = rows;
  if (!token) return null;
  const { email, pendingEmail } = await withEmails(emails, account, transaction);
  const isSentTo = (address: string | null): address is string =>
    address !== null && emails.forms(address).includes(token.lookup);
  const isCurrent = isSentTo(email);
  const next = isSentTo(pendingEmail) ? pendingEmail : null;
  const { id: userId, isVerified } = account;
  const sentTo = isCurrent ? email : next;
  return { userId, email: sentTo, isCurrent, isVerified, accountEmail: email };
}

export function mailTokenStore({ pool }: UsersDatabase) {
  return {
    /** Whether a token could be used now, to do no expensive work for a bad one. */
    async isValid(purpose: ReplacedPurpose, tokenHash: Buffer): Promise<boolean> {
      const { rowCount } = await pool.query(findAccount(purpose, tokenHash));
      return rowCount === 1;
    },
  };
}
