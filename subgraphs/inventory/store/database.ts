import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from '../../../platform/database/pool';
import { type ReplicaReads, replicaReadsOf } from '../../../platform/database/replicas';
import { PrismaClient } from '../../../prisma/inventory/generated/client';

/** One pool for SQL in hot paths and for Prisma elsewhere. */
export interface InventoryDatabase {
  readonly pool: Database;
  readonly prisma: PrismaClient;
  /** Lists and figures: a replica may answer what is read through it. */
  readonly replicaReads: ReplicaReads;
}

export function inventoryDatabase(pool: Database): InventoryDatabase {
  return {
    pool,
    prisma: new PrismaClient({ adapter: new PrismaPg(pool) }),
    replicaReads: replicaReadsOf(pool),
  };
}
