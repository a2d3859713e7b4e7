import { PrismaPg } from '@prisma/adapter-pg';
import { type Batcher, createBatcher } from '../../../platform/database/batcher';
import type { Database } from '../../../platform/database/pool';
import { WorkSignal } from '../../../platform/events/work-signal';
import { PrismaClient } from '../../../prisma/orders/generated/client';

/** One pool, two ways to speak through it: SQL where it is hot, Prisma everywhere else. */
export interface OrdersDatabase {
  readonly pool: Database;
  readonly prisma: PrismaClient;
  /** Orders that are placed or written at the same moment share a commit. */
  readonly crowd: Batcher;
  /** Rung when this process has written what background work waits for. */
  readonly bell: WorkBell;
}

/** `outbox`: something happened to an order. `deliveries`: a webhook is to be sent. `audit`: staff did something. */
export type Work = 'outbox' | 'deliveries' | 'audit';
export type WorkBell = WorkSignal<Work>;

export function ordersDatabase(pool: Database): OrdersDatabase {
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return { pool, prisma, crowd: createBatcher(pool), bell: new WorkSignal() };
}
