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

    /** Null if the account already has `addressesMax` addresses. */
    async create(
      userId: string,
      fields: AddressFields,
      addressesMax: number,
    ): Promise<AddressRow | null> {
      return prisma.$transaction(async (transaction) => {
        // Locks the account's row, so that concurrent calls cannot exceed the limit.
        await transaction.$queryRaw`SELECT id FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
        const count = await transaction.address.count({ where: { userId } });
        if (count >= addressesMax) return null;
        return transaction.address.create({ data: { ...fields, id: uuidV7(), userId } });
      });
    },

    /** Null if the account has no such address. */
    async update(userId: string, id: string, fields: AddressFields): Promise<AddressRow | null> {
      const [updated] = await prisma.address.updateManyAndReturn({
        where: { id, userId },
        data: { ...fields, updatedAt: new Date() },
      });
      return updated ?? null;
    },

    /** False if the account has no such address. */
    async remove(userId: string, id: string): Promise<boolean> {
      const { count } = await prisma.address.deleteMany({ where: { id, userId } });
      return count > 0;
    },
  };
}
