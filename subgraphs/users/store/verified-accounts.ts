import sql from 'sql-template-tag';
import type { Role } from '../../../access/roles';
import type { Transaction } from '../../../platform/database/pool';
import { isFree } from './email-ownership';

export interface NewAccount {
  /** The e-mail address in lower case. */
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly roles: readonly Role[];
}

interface VerifiedAccount extends NewAccount {
  readonly id: string;
  readonly lookup: string;
  readonly sealed: string | null;
  /** The forms in which the address may be stored already. */
  readonly forms: readonly string[];
}

/** @returns false if the address is taken, also by a concurrent registration. */
export async function insertVerified(
  transaction: Transaction,
  { id, lookup, sealed, forms, name, passwordHash, roles }: VerifiedAccount,
): Promise<boolean> {
  const { rowCount } = await transaction.query(sql`
    INSERT INTO users (id, email, email_sealed, email_verified_at, name, password_hash, roles)
    SELECT ${id}::uuid, ${lookup}::citext, ${sealed}::text, now(), ${name}::text,
      ${passwordHash}::text, ${roles}::text[]::"Role"[]
    WHERE ${isFree(forms, id)}
    ON CONFLICT DO NOTHING`);
  return rowCount === 1;
}
