import sql, { type Sql } from 'sql-template-tag';
import { inTransaction } from '../../../platform/database/pool';
import type { DataKeys } from '../../../platform/encryption/data-keys';
import { readOrSealedError, SealedValueError } from '../../../platform/encryption/key-ring';
import { uuidV7 } from '../../../platform/values/uuid';
import type { Address } from '../../../prisma/users/generated/client';
import type { AddressFields } from '../domain/address';
import { lockOwner } from './actor';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';

/** A postal address in plain text. */
export type AddressRow = Omit<Address, 'sealed'>;

/** All but the recipient, who stays searchable, and the country. */
type PrivateFields = Omit<AddressFields, 'recipient' | 'country'>;

const emptyColumns = {
  label: null,
  line1: '',
  line2: null,
  city: '',
  region: null,
  postalCode: '',
  phone: null,
} satisfies PrivateFields;

/** Table, column and row of an encrypted address; clients may write ids in upper case. */
const placeOf = (id: string): string => `addresses.sealed:${id.toLowerCase()}`;

/** The columns of an address. */
export async function addressColumns(keys: DataKeys, id: string, fields: AddressFields) {
  if (!keys.settings.isOn) return { ...fields, sealed: null };
  const { recipient, country, ...own } = fields;
  const text = JSON.stringify(own satisfies PrivateFields);
  const sealed = (await keys.current()).seal(text, placeOf(id));
  return { ...emptyColumns, recipient, country, sealed };
}

export async function openedAddress(
  keys: DataKeys,
  { sealed, ...row }: Address,
): Promise<AddressRow> {
  if (sealed === null) return row;
  const text = await keys.open(sealed, placeOf(row.id));
  return { ...row, ...(JSON.parse(text) as PrivateFields) };
}

export type AddressNotSaved = 'unknown' | 'too many';

export interface AddressToSave {
  /** Lower-case id of the address to replace; null adds one. */
  readonly id: string | null;
  readonly userId: string;
  readonly fields: AddressFields;
}

const upsert = (
  id: string,
  userId: string,
  written: Awaited<ReturnType<typeof addressColumns>>,
): Sql => sql`
  INSERT INTO addresses (id, user_id, label, recipient, line1, line2, city, region, postal_code,
    country, phone, sealed)
  VALUES (${id}::uuid, ${userId}::uuid, ${written.label}, ${written.recipient}, ${written.line1},
    ${written.line2}, ${written.city}, ${written.region}, ${written.postalCode},
    ${written.country}, ${written.phone}, ${written.sealed})
  ON CONFLICT (id) DO UPDATE SET label = excluded.label, recipient = excluded.recipient,
    line1 = excluded.line1, line2 = excluded.line2, city = excluded.city,
    region = excluded.region, postal_code = excluded.postal_code, country = excluded.country,
    phone = excluded.phone, sealed = excluded.sealed, updated_at = now()
  RETURNING id, user_id AS "userId", label, recipient, line1, line2, city, region,
    postal_code AS "postalCode", country, phone, sealed, created_at AS "createdAt",
    updated_at AS "updatedAt"`;

export function addressStore({ audit, keys, pool, prisma }: UsersDatabase) {
  return {
    /**
     * The addresses of each account, in one statement, oldest first. An account with an altered
     * address has its error.
     */
    async byUserIds(
      userIds: readonly string[],
    ): Promise<Map<string, AddressRow[] | SealedValueError>> {
      const rows = await prisma.address.findMany({
        where: { userId: { in: [...userIds] } },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      const byUser = Map.groupBy(rows, ({ userId }) => userId);
      const read = async ([userId, own]: readonly [string, readonly Address[]]) => {
        const opened = Promise.all(own.map((row) => openedAddress(keys, row)));
        return [userId, await readOrSealedError(opened)] as const;
      };
      return new Map(await Promise.all([...byUser].map(read)));
    },

    /** @throws SealedValueError if one was altered. */
    async ofUser(userId: string): Promise<AddressRow[]> {
      const addresses = (await this.byUserIds([userId])).get(userId) ?? [];
      if (addresses instanceof SealedValueError) throw addresses;
      return addresses;
    },

    /**
     * Adds or replaces an address, with the audit entry of its id.
     * @throws UNAUTHENTICATED if the account was erased.
     */
    async save(
      { id: givenId, userId, fields }: AddressToSave,
      addressesMax: number,
      entryOf: (id: string) => NewAuditEntry | null,
    ): Promise<AddressRow | AddressNotSaved> {
      const id = givenId ?? uuidV7();
      const written = await addressColumns(keys, id, fields);
      const saved = await inTransaction(pool, async (transaction) => {
        await lockOwner(transaction, userId);
        const { rows: own } = await transaction.query<{ id: string }>(sql`
          SELECT id FROM addresses WHERE user_id = ${userId}::uuid FOR UPDATE`);
        if (givenId !== null && !own.some((address) => address.id === givenId)) return 'unknown';
        if (givenId === null && own.length >= addressesMax) return 'too many';
        const { rows } = await transaction.query<Address>(upsert(id, userId, written));
        await audit.append(transaction, entryOf(id));
        return rows[0] ?? 'unknown';
      });
      return typeof saved === 'string' ? saved : openedAddress(keys, saved);
    },

    /** False if the account has no such address. */
    async remove(userId: string, id: string, entry: NewAuditEntry | null): Promise<boolean> {
      return inTransaction(pool, async (transaction) => {
        const { rowCount } = await transaction.query(sql`
          DELETE FROM addresses WHERE id = ${id}::uuid AND user_id = ${userId}::uuid`);
        if (rowCount === 1) await audit.append(transaction, entry);
        return rowCount === 1;
      });
    },
  };
}
