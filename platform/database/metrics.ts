import type { Registry } from 'prom-client';
import { queryAtScrape } from '../telemetry/at-scrape';
import { gaugeIn } from '../telemetry/instruments';
import type { Logger } from '../telemetry/logger';
import type { Database } from './pool';

/** Databases by the name of the room that they belong to. */
export type NamedDatabases = Readonly<Record<string, Database>>;

/** How full the pools of this process are, read when somebody asks. */
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
 * `replay_lag` is as old as the last word of the standby: of one that stands still it says for ever
 * how well it was. So the age of that word counts as well, where there is something to replay. It
 * is by the standby's clock, and one that is ahead may not make the lag less than nothing.
 * A backup streams too while it is taken, and is no standby.
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
 * How many standbys follow, and how far they are behind, as their primary sees it. Asked as a user
 * without `pg_monitor`, PostgreSQL hides the lag, and it reads 0.
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
