import sql from 'sql-template-tag';
import { inTransaction } from '../../../platform/database/pool';
import type { Viewer } from '../../../platform/requests/viewer';
import { lockActor } from './actor';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';
import { endAccess } from './generations';
import { announce } from './new-mails';
import type { SignedInAccount } from './open-session';

/** Changes of passwords; registrations and resets write theirs with the account. */
export function passwordStore({ audit, emails, pool }: UsersDatabase) {
  return {
    /**
     * Ends all sessions and tokens, and is announced by mail.
     * @returns the account, to sign in; null if the hash has changed in the meantime.
     * @throws UNAUTHENTICATED if the session has ended or the account is locked.
     */
    async change(
      actor: Viewer,
      userId: string,
      outdated: string,
      hash: string,
      entry: NewAuditEntry,
    ): Promise<SignedInAccount | null> {
      const current = await emails();
      return inTransaction(pool, async (transaction) => {
        const { rowCount } = await transaction.query(sql`
          UPDATE users SET password_hash = ${hash}
          WHERE id = ${userId} AND password_hash = ${outdated}`);
        if (rowCount !== 1) return null;
        await lockActor(transaction, actor);
        const changed = await endAccess(transaction, userId, 'password');
        await audit.append(transaction, entry);
        await announce(transaction, current, userId, 'password_was_changed');
        return changed;
      });
    },
  };
}
