import type { Database } from '../pool';

/** Positions that are read more often would say little more about the age of a replica. */
export const positionAgeMs = 250;

/** The primary had written its log up to `lsn` when it was asked. */
interface Position {
  readonly lsn: bigint;
  /** Taken before the question was sent, so that the replica is never held to be newer. */
  readonly askedAtMs: number;
}

const positionNow = `SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint AS lsn`;

/**
 * Where the log of the primary was at moments of the past, by the clock of this process. A replica
 * that has replayed up to one of these positions has all that was committed before that moment: no
 * clock of a server is compared. Nothing is read unless somebody reads from replicas.
 */
export class PrimaryPosition {
  /** Oldest first; the first one may be older than any lag that matters. */
  private positions: readonly Position[] = [];
  private reading: Promise<void> | null = null;

  constructor(
    private readonly primary: Pick<Database, 'query'>,
    private readonly lagMsMax: number,
  ) {}

  /** Begins to read the position again if the last one is old; nobody waits for it. */
  refresh(nowMs = performance.now()): void {
    const last = this.positions.at(-1);
    if (last === undefined || nowMs - last.askedAtMs >= positionAgeMs) void this.read();
  }

  /** Never rejects: without a new position, replicas count as old. */
  read(): Promise<void> {
    this.reading ??= this.add()
      // The pool logs lost connections, and reads of the primary fail with the reason.
      .catch(() => undefined)
      .finally(() => {
        this.reading = null;
      });
    return this.reading;
  }

  /** The moment until which a server has everything; -Infinity if it is not known. */
  freshAsOfMs(replayed: bigint): number {
    return this.positions.findLast(({ lsn }) => lsn <= replayed)?.askedAtMs ?? -Infinity;
  }

  /** The time for which a server has lacked something that the primary has; 0 if it lacks nothing. */
  lagMs(replayed: bigint, nowMs: number): number {
    const missing = this.positions.find(({ lsn }) => replayed < lsn);
    return missing === undefined ? 0 : nowMs - missing.askedAtMs;
  }

  /** Reads a position as it is after this moment. */
  async readAfter(momentMs: number): Promise<void> {
    await this.read();
    // The question may have been under way.
    if (!this.isKnownAfter(momentMs)) await this.read();
  }

  isKnownAfter(momentMs: number): boolean {
    return (this.positions.at(-1)?.askedAtMs ?? -Infinity) > momentMs;
  }

  /** Whether the primary, when it was asked last, had all that a server has replayed. */
  contains(replayed: bigint): boolean {
    return (this.positions.at(-1)?.lsn ?? 0n) >= replayed;
  }

  private async add(): Promise<void> {
    const askedAtMs = performance.now();
    const { rows } = await this.primary.query<{ lsn: bigint }>({
      name: 'wal-position',
      text: positionNow,
    });
    const [row] = rows;
    if (row === undefined) return;
    const { lsn } = row;
    // A restore may have taken the log back.
    const known = this.positions.filter((one) => one.lsn <= lsn);
    const oldest = known.findLastIndex((one) => askedAtMs - one.askedAtMs >= this.lagMsMax);
    this.positions = [...known.slice(Math.max(0, oldest)), { lsn, askedAtMs }];
  }
}
