import sql from 'sql-template-tag';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import type { Viewer } from '../../../platform/requests/viewer';
import { lockActor } from './actor';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';
import { type Emails, type SealedEmails, withEmails } from './emails';
import { hasAnotherAdmin, lockAccount, lockRoles } from './roles';
import { deleteViewsWith } from './saved-views';
import { endTokensForGood } from './token-ends';

export type EraseOutcome = 'erased' | 'unknown' | 'last-admin';

/** Password resets have no account, only an address, and so do searches of staff. */
async function deleteByEmail(transaction: Transaction, emails: Emails, userId: string) {
  const { rows } = await transaction.query<SealedEmails>(sql`
    SELECT id, email, email_sealed AS "emailSealed", pending_email AS "pendingEmail",
      pending_email_sealed AS "pendingEmailSealed" FROM users WHERE id = ${userId}`);
  for (const row of rows) {
    const { email, pendingEmail } = await withEmails(emails, row, transaction);
    const forms = [email, pendingEmail ?? []].flat().flatMap(emails.forms);
    await transaction.query(sql`DELETE FROM mails WHERE email = ANY(${forms}::citext[])`);
    await transaction.query(deleteViewsWith(forms));
  }
}

/** Erasures of accounts; orders reads them here. */
export function erasureStore({ audit, emails, pool }: UsersDatabase) {
  return {
    /**
     * Erases the account with its addresses, sessions, API keys, mails and second factor, and the
     * saved views of others that search for its e-mail address.
     * @throws UNAUTHENTICATED if the session has ended or the account is locked.
     */
    async erase(actor: Viewer, userId: string, entry: NewAuditEntry): Promise<EraseOutcome> {
      const current = await emails();
      return inTransaction(pool, async (transaction) => {
        await lockRoles(transaction);
        // An operator has no session that could have ended.
        if (actor.kind !== 'system') await lockActor(transaction, actor);
        const roles = await lockAccount(transaction, userId);
        if (roles === null) return 'unknown';
        const isAdmin = roles.includes('ADMIN');
        if (isAdmin && !(await hasAnotherAdmin(transaction, userId))) return 'last-admin';
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
