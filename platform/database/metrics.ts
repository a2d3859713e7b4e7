import type { Registry } from 'prom-client';
import { measureSeconds, queryAtScrape } from '../telemetry/at-scrape';
import { gaugeIn } from '../telemetry/instruments';
import type { Logger } from '../telemetry/logger';
import { readState } from './database-state';
import type { Database } from './pool';

/** Databases by the name of their subgraph. */
export type NamedDatabases = Readonly<Record<string, Database>>;

/** The use of this process's pools, read at each scrape. */
export function measurePools(registry: Registry, pools: NamedDatabases): void {
  gaugeIn(registry, {
    name: 'database_pool_connections',
    help: 'Connections that are open, by pool and state: idle or busy.',
    labelNames: ['pool', 'state'],
    collect() {
      for (const [pool, { idleCount, totalCount }] of Object.entries(pools)) {
        this.set({ pool, state: 'idle' }, idleCount);
        this.set({ pool, state: 'busy' }, totalCount - idleCount);
      }
    },
  });
  gaugeIn(registry, {
    name: 'database_pool_waiting',
    help: 'Requests that wait for a connection, by pool.',
    labelNames: ['pool'],
    collect() {
      for (const [pool, { waitingCount }] of Object.entries(pools))
        this.set({ pool }, waitingCount);
    },
  });
}

/**
 * `replay_lag` is as old as the standby's last reply, so for a hanging standby it stays good. The
 * age of that reply therefore counts too if there is something to replay. It is measured by the
 * standby's clock, and a clock that is ahead must not make the lag negative. A running backup, and
 * the first copy of a table to another region, stream as well and are no standbys.
 */
const standbysNow = `SELECT count(*)::int AS count, COALESCE(extract(epoch FROM max(GREATEST(
    replay_lag,
    CASE WHEN replay_lsn < pg_current_wal_lsn() THEN clock_timestamp() - reply_time END,
    interval '0'
  ))), 0)::float8 AS "lagSeconds"
  FROM pg_stat_replication WHERE application_name !~ '^(pg_basebackup$|pg_[0-9]+_sync_)'`;

/**
 * The log that slots retain, and for how long archiving has been failing: since the counters were
 * reset if it never succeeded.
 */
const retainedLogNow = `SELECT COALESCE((SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn))
    FROM pg_replication_slots), 0)::float8 AS "slotBytes",
  (SELECT CASE WHEN last_failed_time > COALESCE(last_archived_time, '-infinity')
      THEN extract(epoch FROM clock_timestamp() - COALESCE(last_archived_time, stats_reset))
      ELSE 0 END
    FROM pg_stat_archiver)::float8 AS "archivingFailingSeconds"`;

interface Figures<Column extends string> {
  /** The name of the query, e.g. in a log line. */
  readonly name: string;
  readonly text: string;
  /** What each column is measured as, with its help. */
  readonly metrics: readonly (readonly [name: string, help: string, column: Column])[];
}

/** Metrics by room, each a column of one row that is read at a scrape. */
function measureRow<Column extends string>(
  registry: Registry,
  databases: NamedDatabases,
  logger: Logger,
  { name, text, metrics }: Figures<Column>,
): void {
  const questions = Object.entries(databases).map(([room, pool]) => {
    const ask = queryAtScrape(
      async () => (await pool.query<Record<Column, number>>({ name, text })).rows[0] ?? null,
      `database_${name}`,
      logger,
    );
    return { room, ask };
  });
  for (const [metric, help, column] of metrics) {
    gaugeIn(registry, {
      name: metric,
      help,
      labelNames: ['room'],
      async collect() {
        const answers = await Promise.all(questions.map(({ ask }) => ask()));
        for (const [index, { room }] of questions.entries()) {
          const answer = answers[index] ?? null;
          if (answer === null) this.remove({ room });
          else this.set({ room }, answer[column]);
        }
      },
    });
  }
}

/**
 * Standbys and their lag, and log that is kept, as the primary sees them. For a user without
 * `pg_monitor` PostgreSQL hides the lag, which then reads 0.
 */
export function measureReplicas(
  registry: Registry,
  databases: NamedDatabases,
  logger: Logger,
): void {
  measureRow(registry, databases, logger, {
    name: 'standbys',
    text: standbysNow,
    metrics: [
      ['database_standbys', 'Standbys that are attached, by room.', 'count'],
      [
        'database_replica_lag_seconds',
        'The greatest replay lag of the standbys that are attached, by room; 0 without any.',
        'lagSeconds',
      ],
    ],
  });
  measureRow(registry, databases, logger, {
    name: 'kept_log',
    text: retainedLogNow,
    metrics: [
      [
        'database_slot_log_bytes',
        'Log that the replication slot furthest behind keeps, by room; 0 without any.',
        'slotBytes',
      ],
      [
        'database_archiving_failing_seconds',
        'Age of the last archived log while archiving fails, by room; 0 while it succeeds.',
        'archivingFailingSeconds',
      ],
    ],
  });
}

/**
 * Measures how much the clock of this process differs from those of its databases, at each scrape.
 */
export function measureClock(
  registry: Registry,
  databases: Readonly<Record<string, Pick<Database, 'query'>>>,
  logger: Logger,
): void {
  const name = 'clock_offset_seconds';
  const help = 'How far the clock of the process is ahead of the clock of its database, by room.';
  const rooms = Object.entries(databases).map(([room, pool]) => ({
    room,
    read: async () => (await readState(pool)).clockOffsetSeconds,
  }));
  measureSeconds(registry, { name, help, rooms }, logger);
}
