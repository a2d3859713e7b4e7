import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import { type TokenPurpose, tokenSeconds } from '../domain/mail';
import type { UsersDatabase } from './database';

export interface NewToken {
  readonly userId: string;
  readonly purpose: TokenPurpose;
  readonly tokenHash: Buffer;
  /** Where it is sent. */
  readonly email: string;
}

/** Stores the only valid token of the account for this purpose. */
export async function putToken(transaction: Transaction, token: NewToken): Promise<void> {
  const { userId, purpose, tokenHash, email } = token;
  await transaction.query(sql`
    INSERT INTO mail_tokens (user_id, purpose, token_hash, email, created_at, expires_at)
    VALUES (${userId}, ${purpose}, ${tokenHash}, ${email}, clock_timestamp(),
      clock_timestamp() + make_interval(secs => ${tokenSeconds[purpose]}))
    ON CONFLICT (user_id, purpose) DO UPDATE SET token_hash = excluded.token_hash,
      email = excluded.email, created_at = excluded.created_at, expires_at = excluded.expires_at`);
}

export interface UsedToken {
  readonly userId: string;
  /** Where it was sent. */
  readonly email: string;
  /** The account's address now. */
  readonly currentEmail: string;
  readonly pendingEmail: string | null;
}

const findAccount = (purpose: TokenPurpose, tokenHash: Buffer): Sql => sql`
  SELECT t.user_id AS "userId" FROM mail_tokens t
  WHERE t.token_hash = ${tokenHash} AND t.purpose = ${purpose}
    AND t.expires_at > clock_timestamp()`;

/**
 * Uses up a token, with its account locked, so that it works once.
 * @returns null if it is unknown, used, replaced or expired, or its account is locked.
 */
export async function useToken(
  transaction: Transaction,
  purpose: TokenPurpose,
  tokenHash: Buffer,
): Promise<UsedToken | null> {
  const { rows: accounts } = await transaction.query<Omit<UsedToken, 'email'>>(sql`
    SELECT u.id AS "userId", u.email AS "currentEmail", u.pending_email AS "pendingEmail"
    FROM users u
    WHERE u.id = (${findAccount(purpose, tokenHash)}) AND u.locked_at IS NULL FOR UPDATE`);
  const [account] = accounts;
  if (!account) return null;
  const { rows } = await transaction.query<{ email: string }>(sql`
    DELETE FROM mail_tokens WHERE token_hash = ${tokenHash} AND purpose = ${purpose}
    AND expires_at > clock_timestamp() RETURNING email`);
  const [token] = rows;
  return token ? { ...account, email: token.email } : null;
}

export function mailTokenStore({ pool }: UsersDatabase) {
  return {
    /** Whether a token could be used now, to do no expensive work for a bad one. */
    async isValid(purpose: TokenPurpose, tokenHash: Buffer): Promise<boolean> {
      const { rowCount } = await pool.query(findAccount(purpose, tokenHash));
      return rowCount === 1;
    },
  };
}
