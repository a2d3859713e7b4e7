import type { DataKeys } from '../../../platform/encryption/data-keys';
import { readOrSealedError, SealedValueError } from '../../../platform/encryption/key-ring';
import { uuidV7 } from '../../../platform/values/uuid';
import type { Address } from '../../../prisma/users/generated/client';
import type { AddressFields } from '../domain/address';
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

export function addressStore({ keys, prisma }: UsersDatabase) {
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

    /** Null if the account already has `addressesMax` addresses. */
    async create(
      userId: string,
      fields: AddressFields,
      addressesMax: number,
    ): Promise<AddressRow | null> {
      const id = uuidV7();
      const columns = await addressColumns(keys, id, fields);
      const created = await prisma.$transaction(async (transaction) => {
        // Locks the account's row, so that concurrent calls cannot exceed the limit.
        await transaction.$queryRaw`SELECT id FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
        const count = await transaction.address.count({ where: { userId } });
        if (count >= addressesMax) return null;
        return transaction.address.create({ data: { ...columns, id, userId } });
      });
      return created && openedAddress(keys, created);
    },

    /** Null if the account has no such address. */
    async update(userId: string, id: string, fields: AddressFields): Promise<AddressRow | null> {
      const [updated] = await prisma.address.updateManyAndReturn({
        where: { id, userId },
        data: { ...(await addressColumns(keys, id, fields)), updatedAt: new Date() },
      });
      return updated ? openedAddress(keys, updated) : null;
    },

    /** False if the account has no such address. */
    async remove(userId: string, id: string): Promise<boolean> {
      const { count } = await prisma.address.deleteMany({ where: { id, userId } });
      return count > 0;
    },
  };
}
