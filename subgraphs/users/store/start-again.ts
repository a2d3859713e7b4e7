import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import { revokeKeys } from './account-locks';
import { removeFactor } from './second-factors';

/**
 * Removes what an account got before its e-mail address was verified: the second factor, API keys,
 * saved addresses, and the data exports that contain them. An attacker who registered with the e-mail
 * address of somebody else keeps no access, and cannot block the owner. Orders deletes the webhook
 * endpoints.
 */
export async function startAgain(transaction: Transaction, userId: string): Promise<void> {
  await removeFactor(transaction, userId);
  await transaction.query(revokeKeys(userId));
  await transaction.query(sql`DELETE FROM addresses WHERE user_id = ${userId}`);
  await transaction.query(sql`DELETE FROM data_exports WHERE user_id = ${userId}`);
}
