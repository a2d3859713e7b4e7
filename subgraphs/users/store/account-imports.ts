import sql from 'sql-template-tag';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { uuidV7 } from '../../../platform/values/uuid';
import type { UsersDatabase } from './database';
import { isFree } from './email-ownership';
import { type Emails, emailPlaces } from './emails';

export interface ImportedAccount {
  /** Id of the customer in the source. */
  readonly reference: string;
  /** The e-mail address in lower case. */
  readonly email: string;
  readonly name: string;
  readonly createdAt: Date;
}

async function idsBy(transaction: Transaction, references: readonly string[]) {
  const { rows } = await transaction.query<{ reference: string; userId: string }>(sql`
    SELECT reference, user_id AS "userId" FROM account_imports
    WHERE reference = ANY(${references}::text[])`);
  return new Map(rows.map(({ reference, userId }) => [reference, userId]));
}

/** Leaves out customers whose e-mail address is not free. */
async function create(
  transaction: Transaction,
  emails: Emails,
  accounts: readonly ImportedAccount[],
) {
  const rows = accounts.map((account) => {
    const id = uuidV7();
    const [hash, clear] = emails.forms(account.email);
    return {
      ...account,
      id,
      hash,
      clear,
      ...emails.stored(account.email, emailPlaces.account(id)),
    };
  });
  await transaction.query(sql`
    WITH imported AS (
      SELECT * FROM unnest(
        ${rows.map(({ id }) => id)}::uuid[],
        ${rows.map(({ reference }) => reference)}::text[],
        ${rows.map(({ lookup }) => lookup)}::citext[],
        ${rows.map(({ sealed }) => sealed)}::text[],
        ${rows.map(({ hash }) => hash)}::citext[],
        ${rows.map(({ clear }) => clear)}::citext[],
        ${rows.map(({ name }) => name)}::text[],
        ${rows.map(({ createdAt }) => createdAt)}::timestamptz[]
      ) AS account (id, reference, email, sealed, hash, clear, name, created_at)
    ), created AS (
      INSERT INTO users (id, email, email_sealed, name, roles, created_at, updated_at)
      SELECT id, email, sealed, name, ARRAY['CUSTOMER']::"Role"[], created_at, created_at
      FROM imported
      WHERE ${isFree(sql`ARRAY[imported.hash, imported.clear]`, sql`imported.id`)}
      ORDER BY email ON CONFLICT DO NOTHING RETURNING id
    )
    INSERT INTO account_imports (reference, user_id)
    SELECT imported.reference, created.id FROM created JOIN imported USING (id)`);
}

const suffixCharacters = 12;

/** The address belongs to another account, which does not get the imported history. */
function underAnotherEmail(account: ImportedAccount): ImportedAccount {
  const suffix = uuidV7().slice(-suffixCharacters);
  return { ...account, email: account.email.replace('@', `-${suffix}@`) };
}

/** Serializes imports: concurrent ones would create the same customer twice. */
const lockKey = 1_765_201;

export function accountImportStore({ emails, pool }: UsersDatabase) {
  return {
    /** The id of an account in the source that it was imported from; null if it was not imported. */
    async referenceOf(userId: string): Promise<string | null> {
      const { rows } = await pool.query<{ reference: string }>(sql`
        SELECT reference FROM account_imports WHERE user_id = ${userId}`);
      return rows[0]?.reference ?? null;
    },

    /**
     * Creates accounts without a password for customers that were not imported before.
     * @returns the account ids of all customers by reference, and how many are new.
     */
    async take(accounts: readonly ImportedAccount[]) {
      const references = accounts.map(({ reference }) => reference);
      const current = await emails();
      return inTransaction(pool, async (transaction) => {
        await transaction.query(sql`SELECT pg_advisory_xact_lock(${lockKey})`);
        const known = await idsBy(transaction, references);
        const fresh = accounts.filter(({ reference }) => !known.has(reference));
        if (fresh.length === 0) return { ids: known, created: 0 };
        await create(transaction, current, fresh);
        const created = await idsBy(transaction, references);
        const left = fresh.filter(({ reference }) => !created.has(reference));
        if (left.length === 0) return { ids: created, created: fresh.length };
        await create(transaction, current, left.map(underAnotherEmail));
        return { ids: await idsBy(transaction, references), created: fresh.length };
      });
    },
  };
}
