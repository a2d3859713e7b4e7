import type { QueryResult, QueryResultRow } from 'pg';
import { msPerSecond } from '../../values/time';
import type { Database, PoolOptions, Queryable, Statement } from '../pool';
import { mayReadReplicas } from './permission';
import { PrimaryPosition } from './primary-position';
import { Replica } from './replica';

export { mayReadReplicas, withReplicas } from './permission';

/** Reads that a replica may answer, if the request allows it. */
export interface ReplicaReads extends Queryable {
  /** The same for answers that must not be as old as others. */
  within(lagMsMax: number): Queryable;
}

/** What answered a read: `primary` because the request may not read old data, or as `fallback`. */
export type ReadTarget = 'primary' | 'replica' | 'fallback';

export interface ReplicasOptions
  extends Required<Pick<PoolOptions, 'name' | 'max' | 'idle' | 'lifetimeSeconds' | 'logger'>> {
  /** The current URLs; their number never changes. */
  readonly urls: () => readonly string[];
  /** A replica that lacks what is older than this is not read. */
  readonly lagSecondsMax: number;
}

/** Connections to a replica besides its pool. */
export const probeConnections = 1;

/** A database with its replicas. */
export class ReplicatedReads implements ReplicaReads {
  readonly counts: Record<ReadTarget, number> = { primary: 0, replica: 0, fallback: 0 };
  readonly replicas: readonly Replica[];
  private readonly lagMsMax: number;
  private turn = 0;

  constructor(
    private readonly primary: Database,
    options: ReplicasOptions,
  ) {
    const { urls, name } = options;
    const lagMsMax = options.lagSecondsMax * msPerSecond;
    this.lagMsMax = lagMsMax;
    const position = new PrimaryPosition(primary, lagMsMax);
    this.replicas = urls().map(
      (first, index) =>
        new Replica({
          ...options,
          name: `${name}-replica-${index + 1}`,
          url: () => urls()[index] ?? first,
          position,
          lagMsMax,
        }),
    );
  }

  query<Row extends QueryResultRow>(statement: Statement): Promise<QueryResult<Row>> {
    return this.read(statement, this.lagMsMax);
  }

  within(lagMsMax: number): Queryable {
    return { query: (statement) => this.read(statement, Math.min(lagMsMax, this.lagMsMax)) };
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.close()));
  }

  private async read<Row extends QueryResultRow>(
    statement: Statement,
    lagMsMax: number,
  ): Promise<QueryResult<Row>> {
    if (!mayReadReplicas()) return this.askPrimary('primary', statement);
    const answer = await this.next()?.read<Row>(statement, lagMsMax);
    if (!answer) return this.askPrimary('fallback', statement);
    this.counts.replica += 1;
    return answer;
  }

  private askPrimary<Row extends QueryResultRow>(target: ReadTarget, statement: Statement) {
    this.counts[target] += 1;
    return this.primary.query<Row>(statement);
  }

  /** One of those that are in, by turns. */
  private next(): Replica | undefined {
    const candidates = this.replicas.filter((replica) => replica.isReady());
    this.turn += 1;
    return candidates[this.turn % candidates.length];
  }
}

const replicated = new WeakMap<Database, ReplicatedReads>();

/** Opens the replicas of a database, which are closed with it. */
export function openReplicas(primary: Database, options: ReplicasOptions): void {
  if (options.urls().length === 0) return;
  const reads = new ReplicatedReads(primary, options);
  replicated.set(primary, reads);
  const end = primary.end.bind(primary) as () => Promise<void>;
  primary.end = (async () => {
    await Promise.all([reads.close(), end()]);
  }) as Database['end'];
}

/** Null for a database without replicas. */
export const replicasOf = (primary: Database): ReplicatedReads | null =>
  replicated.get(primary) ?? null;

/** The reads of a database that may be some seconds old; without replicas, it answers itself. */
export const replicaReadsOf = (primary: Database): ReplicaReads =>
  replicasOf(primary) ?? {
    query: (statement) => primary.query(statement),
    within: () => primary,
  };
