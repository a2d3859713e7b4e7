import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import type { SignedInAccount } from './open-session';
import { endTokens } from './token-ends';

/** Why all sessions of an account ended, as `sessions.ended_by` has it. */
export type AccessEnd =
  | 'password'
  | 'password_reset'
  | 'logout_everywhere'
  | 'lock'
  | 'staff'
  | 'disowned';

/**
 * Voids the mailed tokens, sign-in challenges and unfinished enrolments of an account, and drops the
 * pending e-mail address. Sessions, access tokens and the links that disown a change continue. Runs
 * with each change of a password, an e-mail address or a second factor.
 */
export async function raiseCredentials(transaction: Transaction, userId: string): Promise<void> {
  await transaction.query(sql`
    UPDATE users SET credentials_generation = credentials_generation + 1,
      pending_email = NULL, pending_email_sealed = NULL, updated_at = now()
    WHERE id = ${userId}`);
}

/**
 * Raises the generation, and ends all sessions and access tokens. The account's row is locked first:
 * a concurrent sign-in or refresh is either visible here, or finds another generation.
 * @returns the account in its next generation; null if it does not exist.
 */
export async function endAccess(
  transaction: Transaction,
  userId: string,
  by: AccessEnd,
): Promise<SignedInAccount | null> {
  await raiseCredentials(transaction, userId);
  const tokenGeneration = await endTokens(transaction, userId);
  await transaction.query(sql`
    UPDATE sessions SET ended_at = clock_timestamp(), ended_by = ${by}
    WHERE user_id = ${userId} AND ended_at IS NULL AND expires_at > now()`);
  return tokenGeneration === null ? null : { id: userId, tokenGeneration };
}
