import DataLoader from 'dataloader';
import { isUuid } from '../../platform/values/uuid';
import type { UsersStore } from './store';
import type { Account } from './store/accounts';
import type { AddressRow } from './store/addresses';

export type UsersLoaders = ReturnType<typeof usersLoaders>;

const idKey = (id: string): string => id.toLowerCase();

/** One loader per key. They live for one request, so they never return stale data. */
export function usersLoaders(store: UsersStore) {
  return {
    accountById: new DataLoader<string, Account | null, string>(
      async (ids) => {
        const asked = ids.filter(isUuid);
        const rows = asked.length > 0 ? await store.accounts.byIds(asked) : [];
        const found = new Map(rows.map((row) => [row.id, row]));
        return ids.map((id) => found.get(idKey(id)) ?? null);
      },
      { cacheKeyFn: idKey },
    ),

    addressesByUserId: new DataLoader<string, AddressRow[]>(async (userIds) => {
      const rows = await store.addresses.byUserIds(userIds);
      const found = new Map<string, AddressRow[]>(userIds.map((userId) => [userId, []]));
      for (const row of rows) found.get(row.userId)?.push(row);
      return userIds.map((userId) => found.get(userId) ?? []);
    }),
  };
}
