import { uuidV7 } from '../../../platform/values/uuid';
import type { Address as AddressRow } from '../../../prisma/users/generated/client';
import type { AddressFields } from '../domain/address';
import type { UsersDatabase } from './database';

export type { AddressRow };

export function addressStore({ prisma }: UsersDatabase) {
  return {
    /** The addresses of several accounts in one statement, oldest first. */
    async byUserIds(userIds: readonly string[]): Promise<AddressRow[]> {
      return prisma.address.findMany({
        where: { userId: { in: [...userIds] } },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
    },

    /** Null when the account has `addressesMax` already. */
    async create(
      userId: string,
      fields: AddressFields,
      addressesMax: number,
    ): Promise<AddressRow | null> {
      return prisma.$transaction(async (transaction) => {
        // The account's row is locked, so that two at a time cannot both be the last one.
        await transaction.$queryRaw`SELECT id FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
        const count = await transaction.address.count({ where: { userId } });
        if (count >= addressesMax) return null;
        return transaction.address.create({ data: { ...fields, id: uuidV7(), userId } });
      });
    },

    /** Null when the account has no such address. */
    async update(userId: string, id: string, fields: AddressFields): Promise<AddressRow | null> {
      const [updated] = await prisma.address.updateManyAndReturn({
        where: { id, userId },
        data: { ...fields, updatedAt: new Date() },
      });
      return updated ?? null;
    },

    /** False when the account has no such address. */
    async remove(userId: string, id: string): Promise<boolean> {
      const { count } = await prisma.address.deleteMany({ where: { id, userId } });
      return count > 0;
    },
  };
}
