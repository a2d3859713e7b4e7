import { Client, type PoolClient, type QueryResult, type QueryResultRow } from 'pg';
import { isDatabaseUnavailable } from '../../net/unavailable';
import { withDeadline, withinSignal } from '../../resilience/deadline';
import type { Logger } from '../../telemetry/logger';
import { endClient } from '../end-client';
import { bigintTypes, createPool, type Database, type PoolOptions, type Statement } from '../pool';
import { type PrimaryPosition, positionAgeMs } from './primary-position';

/**
 * How long a replica may take to accept a connection, or to say how far it is.
 * @exceeded it is taken out, its open reads are repeated at the primary, and a read a second asks again
 * @test platform/database/replicas/replicas.test.ts
 */
export const replicaAnswerMs = 1_000;
/** The pause between two questions to a replica that is out. */
const probePauseMs = 1_000;

const positionNow = {
  name: 'replay-position',
  text: `SELECT CASE WHEN pg_is_in_recovery()
    THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint END AS replayed`,
} as const;

const foreignText = 'It has log that the primary lacks.';

/** PostgreSQL's code for a statement that took too long: it would take as long again. */
const timedOut = '57014';

/** What a connection said last. One address may lead to several standbys, a connection never does. */
interface KnownFreshness {
  readonly checkedAtMs: number;
  readonly freshAsOfMs: number;
}

/** A place in the log at which a server was; the primary has not been asked since. */
interface Claim {
  readonly replayed: bigint;
  readonly atMs: number;
}

export interface ReplicaOptions extends Pick<PoolOptions, 'name' | 'max' | 'idle' | 'logger'> {
  readonly lifetimeSeconds: number;
  /** The current URL; the password in it may change. */
  readonly url: () => string;
  readonly position: PrimaryPosition;
  readonly lagMsMax: number;
}

/**
 * A standby that answers reads while it is near enough to the primary. One that fails or lags is out
 * until it has answered a question in the background, which only reads of requests ask.
 */
export class Replica {
  /** How long it has lacked something that the primary has, in milliseconds, when it was asked last. */
  lagMs = 0;
  private inUse = false;
  private nextProbeAtMs = 0;
  private probing: Promise<void> | null = null;
  private claim: Claim | null = null;
  /** The place of a server that has log which the primary lacks: it does not move from there. */
  private foreignEnd: bigint | null = null;
  private readonly pool: Database;
  private readonly logger: Logger;
  private readonly busy = new Set<PoolClient>();
  private readonly known = new WeakMap<PoolClient, KnownFreshness>();

  constructor(private readonly options: ReplicaOptions) {
    this.logger = options.logger;
    this.pool = createPool({
      ...options,
      url: options.url(),
      connectTimeoutMs: replicaAnswerMs,
    });
  }

  get name(): string {
    return this.options.name;
  }

  get isUsable(): boolean {
    return this.inUse;
  }

  /** Whether reads may go to it. One that is out is asked in the background. */
  isReady(): boolean {
    if (!this.inUse && performance.now() >= this.nextProbeAtMs) void this.probe();
    return this.inUse;
  }

  /**
   * @returns null if it has not answered, or is too old: then the primary has to.
   * @throws DatabaseError if the statement takes too long.
   */
  async read<Row extends QueryResultRow>(
    statement: Statement,
    lagMsMax: number,
  ): Promise<QueryResult<Row> | null> {
    const client = await this.connection();
    if (client === null) return null;
    this.busy.add(client);
    const watch = setInterval(() => void this.probe(), replicaAnswerMs);
    let isBroken = false;
    try {
      return (await this.isFresh(client, lagMsMax)) ? await client.query<Row>(statement) : null;
    } catch (error) {
      if ((error as { code?: unknown }).code === timedOut) throw error;
      isBroken = isDatabaseUnavailable(error);
      if (isBroken) this.takeOut((error as Error).message);
      return null;
    } finally {
      clearInterval(watch);
      this.busy.delete(client);
      client.release(isBroken);
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async connection(): Promise<PoolClient | null> {
    this.pool.options.connectionString = this.options.url();
    try {
      return await this.pool.connect();
    } catch (error) {
      // A pool whose connections are all busy says nothing about the server.
      if (this.busy.size < this.pool.options.max) this.takeOut((error as Error).message);
      return null;
    }
  }

  private async isFresh(client: PoolClient, lagMsMax: number): Promise<boolean> {
    const { position } = this.options;
    const nowMs = performance.now();
    position.refresh(nowMs);
    if (this.claim !== null) this.checkHistory(this.claim);
    let known = this.known.get(client);
    if (known === undefined || nowMs - known.checkedAtMs >= positionAgeMs) {
      const { rows } = await client.query<{ replayed: bigint | null }>(positionNow);
      known = this.judge(rows[0]?.replayed ?? null);
      this.known.set(client, known);
    }
    return this.inUse && performance.now() - known.freshAsOfMs < lagMsMax;
  }

  /**
   * A standby has no log that its primary lacks. After a failover to another standby, one that was
   * further along is not behind in positions, and yet has none of the writes since.
   */
  private checkHistory(claim: Claim): void {
    const { position } = this.options;
    if (!position.isKnownAfter(claim.atMs)) return;
    this.claim = null;
    if (!position.contains(claim.replayed)) this.foreignEnd = claim.replayed;
    if (claim.replayed === this.foreignEnd) this.takeOut(foreignText);
  }

  private judge(replayed: bigint | null): KnownFreshness {
    const { position, lagMsMax } = this.options;
    const checkedAtMs = performance.now();
    if (replayed === null) {
      this.takeOut('It is not a standby.');
      return { checkedAtMs, freshAsOfMs: -Infinity };
    }
    if (replayed === this.foreignEnd) {
      this.takeOut(foreignText);
      return { checkedAtMs, freshAsOfMs: -Infinity };
    }
    this.claim ??= { replayed, atMs: checkedAtMs };
    this.lagMs = position.lagMs(replayed, checkedAtMs);
    if (this.lagMs >= lagMsMax) this.takeOut(`It is ${Math.round(this.lagMs)} ms behind.`);
    return { checkedAtMs, freshAsOfMs: position.freshAsOfMs(replayed) };
  }

  private takeOut(reason: string): void {
    if (!this.inUse) return;
    this.inUse = false;
    this.nextProbeAtMs = performance.now() + probePauseMs;
    this.logger.warn({ replica: this.name, reason }, 'read replica out');
  }

  private probe(): Promise<void> {
    this.probing ??= this.ask()
      .catch((error: unknown) => {
        this.takeOut((error as Error).message);
        this.endReads(error as Error);
      })
      .finally(() => {
        this.nextProbeAtMs = performance.now() + probePauseMs;
        this.probing = null;
      });
    return this.probing;
  }

  /** Asks on a connection of its own: those of the pool may all be waiting for an answer. */
  private async ask(): Promise<void> {
    const { position, lagMsMax, url } = this.options;
    await position.read();
    const client = new Client({ connectionString: url(), types: bigintTypes });
    // The reason is in the rejection of connect or query; an unhandled event would end the process.
    client.on('error', () => undefined);
    const work = async (signal: AbortSignal) => {
      await withinSignal(client.connect(), signal);
      return withinSignal(client.query<{ replayed: bigint | null }>(positionNow), signal);
    };
    try {
      const { rows } = await withDeadline(replicaAnswerMs, work);
      const replayed = rows[0]?.replayed ?? null;
      const { freshAsOfMs, checkedAtMs } = this.judge(replayed);
      if (replayed === null) return;
      await position.readAfter(checkedAtMs);
      this.checkHistory({ replayed, atMs: checkedAtMs });
      const isFresh = performance.now() - freshAsOfMs < lagMsMax;
      if (this.inUse || replayed === this.foreignEnd || !isFresh) return;
      this.inUse = true;
      this.logger.info({ replica: this.name }, 'read replica in');
    } finally {
      void endClient(client).catch(() => undefined);
    }
  }

  /** The primary then answers them; some would never end by themselves. */
  private endReads(reason: Error): void {
    for (const client of this.busy) {
      (client as unknown as Client).connection.stream.destroy(reason);
    }
  }
}
