import DataLoader from 'dataloader';
import {
  type KeyRequest,
  type KeyRequestLog,
  keyRequestsMax,
} from '../../platform/auth/key-requests';
import { publicError } from '../../platform/requests/public-error';
import type { Logger } from '../../platform/telemetry/logger';
import { isUuid } from '../../platform/values/uuid';
import type { UsersStore } from './store';
import type { Account } from './store/accounts';
import type { AddressRow } from './store/addresses';

export type UsersLoaders = ReturnType<typeof usersLoaders>;

const idKey = (id: string): string => id.toLowerCase();

interface LoaderDependencies {
  readonly store: UsersStore;
  readonly keyRequests: KeyRequestLog;
  readonly logger: Logger;
}

const logUnavailable = () =>
  publicError('SERVICE_UNAVAILABLE', 'The requests of API keys cannot be read now. Try again.');

/** One loader per key. They live for one query or mutation, so they never return stale data. */
export function usersLoaders({ store, keyRequests, logger }: LoaderDependencies) {
  return {
    requestsByKeyId: new DataLoader<string, readonly KeyRequest[]>(async (ids) => {
      try {
        return await keyRequests.latest(ids, keyRequestsMax);
      } catch (error) {
        logger.warn({ err: error }, 'reading requests of API keys failed');
        throw logUnavailable();
      }
    }),

    accountById: new DataLoader<string, Account | null, string>(
      async (ids) => {
        const uuids = ids.filter(isUuid);
        if (uuids.length === 0) return ids.map(() => null);
        const found = await store.accounts.byIds(uuids);
        return ids.map((id) => found.get(idKey(id)) ?? null);
      },
      { cacheKeyFn: idKey },
    ),

    addressesByUserId: new DataLoader<string, AddressRow[]>(async (userIds) => {
      const found = await store.addresses.byUserIds(userIds);
      return userIds.map((userId) => found.get(userId) ?? []);
    }),
  };
}
