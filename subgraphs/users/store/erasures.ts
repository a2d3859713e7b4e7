import sql from 'sql-template-tag';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import type { Viewer } from '../../../platform/requests/viewer';
import { lockActor } from './actor';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';
import { type Emails, type SealedEmails, withEmails } from './emails';
import { keepCounting } from './new-mails';
import { hasAnotherAdmin, lockAccount, lockRoles } from './roles';
import { deleteViewsWith } from './saved-views';
import { endTokensForGood } from './token-ends';

export type EraseOutcome = 'erased' | 'unknown' | 'last-admin';

/** An account's addresses before its erasure. */
interface ErasedEmails extends SealedEmails {
  readonly isVerified: boolean;
}

/** Whether another account has the address. */
async function isOthers(
  transaction: Transaction,
  emailForms: readonly string[],
  userId: string,
): Promise<boolean> {
  const { rowCount } = await transaction.query(sql`
    SELECT FROM users WHERE email = ANY(${emailForms}::citext[]) AND id <> ${userId}`);
  return rowCount !== 0;
}

/**
 * Password resets have no account, only an address, and so do searches of staff. Anybody may give an
 * address that is somebody else's: only a verified one takes the mails to it along.
 */
async function deleteByEmail(transaction: Transaction, emails: Emails, userId: string) {
  const { rows } = await transaction.query<ErasedEmails>(sql`
    SELECT id, email, email_sealed AS "emailSealed", pending_email AS "pendingEmail",
      pending_email_sealed AS "pendingEmailSealed", email_verified_at IS NOT NULL AS "isVerified"
    FROM users WHERE id = ${userId}`);
  for (const row of rows) {
    const { email, pendingEmail, isVerified } = await withEmails(emails, row, transaction);
    const own = emails.forms(email);
    await keepCounting(transaction, userId, isVerified ? own : []);
    if (isVerified) {
      await transaction.query(sql`
        DELETE FROM mails WHERE user_id IS NULL AND email = ANY(${own}::citext[])`);
    }
    const next = pendingEmail === null ? [] : emails.forms(pendingEmail);
    const searched = (await isOthers(transaction, next, userId)) ? own : [...own, ...next];
    await transaction.query(deleteViewsWith(searched));
  }
}

/** Erasures of accounts; orders reads them here. */
export function erasureStore({ audit, emails, pool }: UsersDatabase) {
  return {
    /**
     * Erases the account with its addresses, sessions, API keys, mails and second factor, and the
     * saved views of others that search for its e-mail address.
     * @param staffNeedsFactor whether an ADMIN can act only with a second factor.
     * @throws UNAUTHENTICATED if the session has ended or the account is locked.
     */
    async erase(
      actor: Viewer,
      userId: string,
      entry: NewAuditEntry,
      staffNeedsFactor: boolean,
    ): Promise<EraseOutcome> {
      const current = await emails();
      return inTransaction(pool, async (transaction) => {
        await lockRoles(transaction);
        // An operator has no session that could have ended.
        if (actor.kind !== 'system') await lockActor(transaction, actor);
        const roles = await lockAccount(transaction, userId);
        if (roles === null) return 'unknown';
        const isAdmin = roles.includes('ADMIN');
        if (isAdmin && !(await hasAnotherAdmin(transaction, userId, staffNeedsFactor))) {
          return 'last-admin';
        }
        await endTokensForGood(transaction, userId);
        await deleteByEmail(transaction, current, userId);
        await transaction.query(sql`DELETE FROM users WHERE id = ${userId}`);
        await transaction.query(sql`INSERT INTO erasures (user_id) VALUES (${userId})`);
        await audit.append(transaction, entry);
        return 'erased';
      });
    },
  };
}
