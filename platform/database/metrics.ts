import type { Registry } from 'prom-client';
import { queryAtScrape } from '../telemetry/at-scrape';
import { gaugeIn } from '../telemetry/instruments';
import type { Logger } from '../telemetry/logger';
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
 * standby's clock, and a clock that is ahead must not make the lag negative. A running backup
 * streams as well and is not a standby.
 */
const standbysNow = `SELECT count(*)::int AS count, COALESCE(extract(epoch FROM max(GREATEST(
    replay_lag,
    CASE WHEN replay_lsn < pg_current_wal_lsn() THEN clock_timestamp() - reply_time END,
    interval '0'
  ))), 0)::float8 AS "lagSeconds"
  FROM pg_stat_replication WHERE application_name <> 'pg_basebackup'`;

interface Standbys {
  readonly count: number;
  readonly lagSeconds: number;
}

/**
 * The number of standbys and their lag, as the primary sees it. For a user without `pg_monitor`
 * PostgreSQL hides the lag, which then reads 0.
 */
export function measureReplicas(
  registry: Registry,
  databases: NamedDatabases,
  logger: Logger,
): void {
  const questions = Object.entries(databases).map(([room, pool]) => {
    const ask = queryAtScrape(
      async () => {
        const { rows } = await pool.query<Standbys>({ name: 'standbys', text: standbysNow });
        return rows[0] ?? { count: 0, lagSeconds: 0 };
      },
      'database_standbys',
      logger,
    );
    return { room, ask };
  });
  const measure = (name: string, help: string, figure: keyof Standbys): void => {
    gaugeIn(registry, {
      name,
      help,
      labelNames: ['room'],
      async collect() {
        const answers = await Promise.all(questions.map(({ ask }) => ask()));
        for (const [index, { room }] of questions.entries()) {
          const answer = answers[index] ?? null;
          if (answer === null) this.remove({ room });
          else this.set({ room }, answer[figure]);
        }
      },
    });
  };
  measure('database_standbys', 'Standbys that are attached, by room.', 'count');
  measure(
    'database_replica_lag_seconds',
    'The greatest replay lag of the standbys that are attached, by room; 0 without any.',
    'lagSeconds',
  );
}
