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
  await transaction.query(
    `INSERT INTO mail_tokens (user_id, purpose, token_hash, email, created_at, expires_at)
     VALUES ($1, $2, $3, $4, clock_timestamp(), clock_timestamp() + make_interval(secs => $5))
     ON CONFLICT (user_id, purpose) DO UPDATE SET token_hash = excluded.token_hash,
       email = excluded.email, created_at = excluded.created_at, expires_at = excluded.expires_at`,
    [userId, purpose, tokenHash, email, tokenSeconds[purpose]],
  );
}

export interface UsedToken {
  readonly userId: string;
  /** Where it was sent. */
  readonly email: string;
  /** The account's address now. */
  readonly currentEmail: string;
  readonly pendingEmail: string | null;
}

const findAccount = `SELECT t.user_id AS "userId" FROM mail_tokens t
  WHERE t.token_hash = $1 AND t.purpose = $2 AND t.expires_at > clock_timestamp()`;

/**
 * Uses up a token, with its account locked, so that it works once.
 * @returns null if it is unknown, used, replaced or expired, or its account is locked.
 */
export async function useToken(
  transaction: Transaction,
  purpose: TokenPurpose,
  tokenHash: Buffer,
): Promise<UsedToken | null> {
  const { rows: accounts } = await transaction.query<Omit<UsedToken, 'email'>>(
    `SELECT u.id AS "userId", u.email AS "currentEmail", u.pending_email AS "pendingEmail"
     FROM users u WHERE u.id = (${findAccount}) AND u.locked_at IS NULL FOR UPDATE`,
    [tokenHash, purpose],
  );
  const [account] = accounts;
  if (!account) return null;
  const { rows } = await transaction.query<{ email: string }>(
    `DELETE FROM mail_tokens WHERE token_hash = $1 AND purpose = $2
       AND expires_at > clock_timestamp() RETURNING email`,
    [tokenHash, purpose],
  );
  const [token] = rows;
  return token ? { ...account, email: token.email } : null;
}

export function mailTokenStore({ pool }: UsersDatabase) {
  return {
    /** Whether a token could be used now, to do no expensive work for a bad one. */
    async isValid(purpose: TokenPurpose, tokenHash: Buffer): Promise<boolean> {
      const { rowCount } = await pool.query(findAccount, [tokenHash, purpose]);
      return rowCount === 1;
    },
  };
}
