import { PrismaPg } from '@prisma/adapter-pg';
import { type Batcher, createBatcher } from '../../../platform/database/batcher';
import type { Database } from '../../../platform/database/pool';
import { type ReplicaReads, replicaReadsOf } from '../../../platform/database/replicas';
import { type DataKeySettings, DataKeys } from '../../../platform/encryption/data-keys';
import { WorkSignal } from '../../../platform/events/work-signal';
import { PrismaClient } from '../../../prisma/orders/generated/client';
import { type AddressStore, addressStore } from './addresses';

/** One pool, used by SQL for hot statements and by Prisma for the rest. */
export interface OrdersDatabase {
  readonly pool: Database;
  readonly prisma: PrismaClient;
  /** Lists and figures: a replica may answer what is read through it. */
  readonly replicaReads: ReplicaReads;
  /** Concurrent writes of orders share a commit. */
  readonly batcher: Batcher;
  /** Signals that this process has written work for background tasks. */
  readonly workSignal: OrderWorkSignal;
  /** The keys that encrypt addresses. */
  readonly keys: DataKeys;
  readonly addresses: AddressStore;
}

/**
 * `outbox`: an order changed. `deliveries`: a webhook is due. `audit`: staff acted. `stats`: a day is
 * to be counted.
 */
export type Work = 'outbox' | 'deliveries' | 'audit' | 'stats';
export type OrderWorkSignal = WorkSignal<Work>;

export function ordersDatabase(pool: Database, settings: DataKeySettings): OrdersDatabase {
  const keys = new DataKeys(pool, settings);
  return {
    pool,
    prisma: new PrismaClient({ adapter: new PrismaPg(pool) }),
    replicaReads: replicaReadsOf(pool),
    batcher: createBatcher(pool),
    workSignal: new WorkSignal(),
    keys,
    addresses: addressStore(keys),
  };
}
