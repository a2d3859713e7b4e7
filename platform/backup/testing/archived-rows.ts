import { onTestFinished } from 'vitest';
import type { Backup } from '../backup-list';
import type { RestoreWish } from '../restore-plan';
import { type RestoredCluster, restoreCluster } from '../restored-cluster';
import { SmallCluster } from './small-cluster';

export const latest = { target: { kind: 'latest' } } as const;
/** A deadline for a test with several restores, beside other suites. */
export const restoreTestMs = 180_000;

const ids = [101, 102, 103, 104] as const;
type Id = (typeof ids)[number];

/**
 * A cluster with two backups, row 100 between them, and later rows, each in a segment of its own.
 */
export class ArchivedRows {
  private constructor(
    readonly cluster: SmallCluster,
    readonly first: Backup,
    readonly second: Backup,
    private readonly committed: ReadonlyMap<Id, Date>,
  ) {}

  static async create(): Promise<ArchivedRows> {
    const cluster = new SmallCluster();
    await cluster.start();
    await cluster.createTable();
    const first = await cluster.backUp();
    await cluster.write(100);
    const second = await cluster.backUp();
    const committed = new Map<Id, Date>();
    for (const id of ids) {
      await cluster.write(id);
      committed.set(id, await cluster.now());
    }
    await cluster.stop();
    return new ArchivedRows(cluster, first, second, committed);
  }

  /** A target right after the commit of the row. */
  after(id: Id) {
    return { target: { kind: 'time' as const, at: this.committed.get(id) ?? new Date(0) } };
  }

  /** A copy of the cluster that the test may damage. */
  copy(): SmallCluster {
    const copy = this.cluster.copy();
    onTestFinished(() => copy.close());
    return copy;
  }
}

/** The segment that contains the row. */
export function segmentOf(cluster: SmallCluster, id: Id) {
  const segments = cluster.archivedSegments();
  const found = segments.at(id - ids[0] - ids.length);
  if (found === undefined) throw new Error('There is no such segment.');
  return found;
}

/** The result of a restore, and the ids of the rows in it. */
export async function restored(
  cluster: SmallCluster,
  wish: RestoreWish,
): Promise<Omit<RestoredCluster, 'server'> & { readonly ids: unknown[] }> {
  const { server, ...facts } = await restoreCluster({ ...cluster.restoring, ...wish });
  try {
    return { ...facts, ids: await cluster.written(server.tcpUrl('postgres')) };
  } finally {
    await server.stop();
  }
}
