import sql from 'sql-template-tag';
import { inTransaction } from '../../../platform/database/pool';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';
import { emailPlaces } from './emails';
import { insertVerified, type NewAccount } from './verified-accounts';

/** A second factor that is on from the first sign-in. */
export interface GivenFactor {
  readonly secretSealed: Buffer;
  readonly recoveryHashes: readonly Buffer[];
}

/** Accounts that an operator creates together with their second factor. */
export function administratorStore({ audit, emails, pool }: UsersDatabase) {
  return {
    /**
     * Creates the account in one transaction, so that no ADMIN is ever without its second factor.
     * @returns false if the address is taken.
     */
    async create(
      id: string,
      account: NewAccount,
      { secretSealed, recoveryHashes }: GivenFactor,
      entries: readonly NewAuditEntry[],
    ): Promise<boolean> {
      const current = await emails();
      const stored = current.stored(account.email, emailPlaces.account(id));
      return inTransaction(pool, async (transaction) => {
        const row = { ...account, id, ...stored, forms: current.forms(account.email) };
        if (!(await insertVerified(transaction, row))) return false;
        await transaction.query(sql`
          INSERT INTO second_factors (user_id, secret_sealed, generation, confirmed_at)
          SELECT id, ${secretSealed}, credentials_generation, clock_timestamp()
          FROM users WHERE id = ${id}`);
        await transaction.query(sql`
          INSERT INTO recovery_codes (user_id, code_hash)
          SELECT ${id}, unnest(${recoveryHashes}::bytea[])`);
        for (const entry of entries) await audit.append(transaction, entry);
        return true;
      });
    },
  };
}
