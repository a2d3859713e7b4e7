import sql, { type Sql } from 'sql-template-tag';

/**
 * The history that the rows belong to: the cluster, its timeline, the database, and what
 * `renewDataEpoch` wrote. A restore, a failover or a move to another region changes it. It fails on
 * a standby, whose rows may be old.
 */
const epoch = sql`concat_ws('.',
  (SELECT system_identifier FROM pg_control_system()),
  left(pg_walfile_name(pg_current_wal_insert_lsn()), 8),
  (SELECT oid FROM pg_database WHERE datname = current_database()),
  (SELECT epoch FROM data_epoch))`;

/** What a statement sees: the history, and which of its transactions. */
export const seenHistory: Sql = sql`${epoch} AS epoch, pg_current_snapshot()::text AS snapshot`;

/** The columns of `seenHistory`. */
export interface SeenHistory {
  readonly epoch: string;
  readonly snapshot: string;
}

/** A snapshot of PostgreSQL: the transactions whose changes a statement sees. */
export interface Snapshot {
  /** All transactions below this one had ended. */
  readonly lowest: bigint;
  /** None from this one on had ended. */
  readonly below: bigint;
  /** Those between the two that had not ended. */
  readonly open: readonly bigint[];
}

/** Reads PostgreSQL's form of a snapshot, `xmin:xmax:open,open`. */
export function snapshotOf(text: string): Snapshot {
  const [lowest = '', below = '', open = ''] = text.split(':');
  return {
    lowest: BigInt(lowest),
    below: BigInt(below),
    open: open === '' ? [] : open.split(',').map(BigInt),
  };
}

/** Whether a committed transaction is in the snapshot. */
export const contains = ({ lowest, below, open }: Snapshot, xact: bigint): boolean =>
  xact < lowest || (xact < below && !open.includes(xact));
