import { LRUCache } from 'lru-cache';
import sql from 'sql-template-tag';
import type { Database } from '../database/pool';
import { prepared } from '../database/prepared';
import { contains, type SeenHistory, type Snapshot, seenHistory, snapshotOf } from './data-history';

/** When a value was read, and from which history of the database. */
export interface ReadAt {
  readonly epoch: string;
  readonly snapshot: Snapshot;
}

export interface ChangeFollowerOptions {
  readonly database: Pick<Database, 'query'>;
  /** How old the last check may be when a cached value is used. */
  readonly checkMs: () => number;
}

/**
 * Rows whose changes a process remembers, about 2 MB.
 * @exceeded what was cached before the forgotten change is read again
 * @test subgraphs/inventory/store/cached-rows.test.ts
 */
export const rememberedChangesMax = 10_000;
/**
 * How long a change is kept in the database.
 * @exceeded a process whose last check is older reads everything again
 * @test subgraphs/inventory/store/cached-rows.test.ts
 */
export const dataChangesMinutes = 10;
const secondsPerMinute = 60;
const pruneEveryMs = 60_000;

interface CheckedRow extends SeenHistory {
  /** Changes of transactions below this one may have been deleted. */
  readonly deletedBelow: string;
  readonly scope: string | null;
  readonly key: string | null;
  readonly xact: string | null;
}

/** A dump that was restored brings changes of another cluster, whose numbers may be higher. */
const changesSince = (seen: bigint) => sql`
  WITH seen AS MATERIALIZED (
    SELECT ${seenHistory}, pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS below
  )
  SELECT seen.epoch, seen.snapshot, c.scope, c.key, c.xact::text, (
    SELECT CASE WHEN deleted_below <= seen.below THEN deleted_below ELSE 0 END FROM data_epoch
  )::text AS "deletedBelow"
  FROM seen LEFT JOIN data_changes c
    ON c.xact >= ${seen.toString()}::bigint AND c.xact < seen.below
  LIMIT ${rememberedChangesMax + 1}`;

/** None of a transaction that may still be open is deleted, so the others stay complete. */
const deleteOld = sql`
  WITH deleted AS (
    DELETE FROM data_changes WHERE xact <= (
      SELECT max(xact) FROM data_changes
      WHERE at < now() - make_interval(secs => ${dataChangesMinutes * secondsPerMinute})
        AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
      OR xact >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    RETURNING xact
  )
  UPDATE data_epoch SET deleted_below = greatest(deleted_below, deleted.last + 1)
  FROM (
    SELECT max(xact) AS last FROM deleted
    WHERE xact < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
  ) AS deleted WHERE deleted.last IS NOT NULL`;

/**
 * Changes of a row that are remembered one by one, because they may be committed in another order
 * than they began.
 */
const changesOfRowMax = 8;

/** The changes of a row: some one by one, and that there were others below a transaction. */
interface RowChanges {
  readonly each: readonly bigint[];
  readonly below: bigint;
}

function withChange({ each, below }: RowChanges, xact: bigint): RowChanges {
  if (xact < below || each.includes(xact)) return { each, below };
  if (each.length < changesOfRowMax) return { each: [...each, xact], below };
  return { each: [], below: [...each, xact].reduce((all, one) => max(all, one + 1n), below) };
}

/** The lowest transaction above all changes. */
const endOf = ({ each, below }: RowChanges): bigint =>
  each.reduce((all, one) => max(all, one + 1n), below);

const max = (one: bigint, other: bigint): bigint => (one > other ? one : other);
/** A change without a key is one of every row. */
const nameOf = (scope: string, key: string | null): string =>
  key === null ? scope : `${scope}:${key}`;

/**
 * Knows which rows have changed, from the table `data_changes`: whatever a cache returns is checked
 * against it. It asks the database when a value is used and the last check is too old, so an idle
 * process asks nothing, and no lost message leaves an old value behind.
 */
export class ChangeFollower {
  private epoch = '';
  /** Changes from this transaction on have not all been seen. */
  private seen = 0n;
  /** Values that do not contain all transactions below this one are not current. */
  private floor = 0n;
  private readonly changed = new LRUCache<string, RowChanges>({
    max: rememberedChangesMax,
    dispose: (changes, _name, reason) => {
      if (reason === 'evict') this.floor = max(this.floor, endOf(changes));
    },
  });
  private checkedAtMs = Number.NEGATIVE_INFINITY;
  private prunedAtMs = Number.NEGATIVE_INFINITY;
  private checking: Promise<void> | null = null;
  private checksBegun = 0;
  private expirations = 0;
  private lastApplied = 0;

  constructor(private readonly options: ChangeFollowerOptions) {}

  /** The next use of a value checks again: this process has changed a row. */
  expire(): void {
    this.checkedAtMs = Number.NEGATIVE_INFINITY;
    this.checking = null;
    this.expirations += 1;
  }

  /** @throws Error if the database is unavailable, or is a standby. */
  async check(): Promise<void> {
    if (performance.now() - this.checkedAtMs < this.options.checkMs()) return;
    if (this.checking === null) {
      const checking = this.readChanges().finally(() => {
        if (this.checking === checking) this.checking = null;
      });
      this.checking = checking;
    }
    await this.checking;
  }

  /** Whether the row has not changed since the value was read, as far as the last check saw. */
  isCurrent(scope: string, key: string, { epoch, snapshot }: ReadAt): boolean {
    if (epoch !== this.epoch || snapshot.lowest < this.floor) return false;
    return [nameOf(scope, null), nameOf(scope, key)].every((name) => {
      const changes = this.changed.peek(name);
      if (changes === undefined) return true;
      return (
        snapshot.lowest >= changes.below && changes.each.every((xact) => contains(snapshot, xact))
      );
    });
  }

  /** Deletes old changes, at most once a minute. */
  async prune(): Promise<void> {
    if (performance.now() - this.prunedAtMs < pruneEveryMs) return;
    this.prunedAtMs = performance.now();
    await this.options.database.query(deleteOld);
  }

  private async readChanges(): Promise<void> {
    const startedAtMs = performance.now();
    const { expirations } = this;
    this.checksBegun += 1;
    const place = this.checksBegun;
    const rows = await prepared<CheckedRow>(
      this.options.database,
      'data-changes',
      changesSince(this.seen),
    );
    const [first] = rows;
    // A later check has seen more.
    if (first === undefined || place < this.lastApplied) return;
    this.lastApplied = place;
    if (first.epoch !== this.epoch) {
      this.restart(first.epoch);
      if (place > 1) return this.readChanges();
    }
    this.apply(rows, first);
    // Otherwise this process has written since the statement began.
    if (this.expirations === expirations) this.checkedAtMs = startedAtMs;
  }

  private restart(epoch: string): void {
    this.epoch = epoch;
    this.seen = 0n;
    this.floor = 0n;
    this.changed.clear();
  }

  private apply(rows: readonly CheckedRow[], { snapshot, deletedBelow }: CheckedRow): void {
    const { lowest, below } = snapshotOf(snapshot);
    if (BigInt(deletedBelow) > this.seen) this.floor = max(this.floor, BigInt(deletedBelow));
    if (rows.length > rememberedChangesMax) this.floor = max(this.floor, below);
    else for (const row of rows) this.remember(row);
    this.seen = max(this.seen, lowest);
  }

  private remember({ scope, key, xact }: CheckedRow): void {
    if (scope === null || xact === null) return;
    const name = nameOf(scope, key);
    const known = this.changed.peek(name) ?? { each: [], below: 0n };
    this.changed.set(name, withChange(known, BigInt(xact)));
  }
}
