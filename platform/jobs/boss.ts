import { type Db, PgBoss } from 'pg-boss';
import type { NotificationListener, Notifications } from '../database/notifications';
import { type Database, driverTypes, type Transaction } from '../database/pool';
import type { Logger } from '../telemetry/logger';

/** pg-boss's own schema in the database it is given. */
export const jobsSchema = 'pgboss';

/** How often a working process asks the database by itself; what is sent wakes it at once. */
export interface Pace {
  /** What became due without a word, as retries do, is found after so long. */
  readonly backstopMs: number;
  /** Jobs whose process died are looked for, and queues counted. */
  readonly superviseSeconds: number;
  /** At most 45: a time of the clock is due for 60 s. */
  readonly cronSeconds: number;
}

export const slowPace: Pace = { backstopMs: 10_000, superviseSeconds: 60, cronSeconds: 45 };

/** Where pg-boss would ask by itself for what it is told, or for what is not used here. */
export const hourSeconds = 3_600;
const minutesSeconds = 600;

export interface BossOptions {
  readonly database: Database;
  readonly notifications: Notifications;
  readonly logger: Logger;
  /** Null: sends and retries, works nothing and asks nothing by itself. */
  readonly pace: Pace | null;
}

export interface Boss {
  readonly boss: PgBoss;
  /** Has the workers of a queue look at once, as a notification would. */
  readonly wake: (queue: string) => void;
}

/** pg-boss counts with what the driver gives, not with the bigints of this house. */
export const statementsOf = (database: Database | Transaction): Pick<Db, 'executeSql'> => ({
  executeSql: (text, values) => database.query({ text, values, types: driverTypes }),
});

/** pg-boss on a pool that is there already, so that the sum of all pools stays what it is. */
export function bossOn({ database, notifications, logger, pace }: BossOptions): Boss {
  let wake: NotificationListener = () => undefined;
  const db: Db = {
    ...statementsOf(database),
    listen: async (channel, heard, resumed) => {
      wake = heard;
      const off = notifications.on(channel, (queue) => (queue === '' ? resumed() : heard(queue)));
      return { close: async () => off() };
    },
  };
  const boss = new PgBoss({
    db,
    schema: jobsSchema,
    registerInstance: false,
    supervise: pace !== null,
    schedule: pace !== null,
    migrate: pace !== null,
    useListenNotify: pace !== null,
    // PostgreSQL's own statistics, which Prometheus reads, tell of vacuum.
    monitorVacuum: false,
    superviseIntervalSeconds: pace?.superviseSeconds ?? hourSeconds,
    monitorIntervalSeconds: pace?.superviseSeconds ?? hourSeconds,
    ...(pace && {
      cronMonitorIntervalSeconds: pace.cronSeconds,
      cronWorkerIntervalSeconds: pace.cronSeconds,
    }),
    queueCacheIntervalSeconds: hourSeconds,
    bamIntervalSeconds: minutesSeconds,
    // Flows of jobs that wait for each other are not used.
    flowIntervalSeconds: hourSeconds,
  });
  boss.on('error', (error) => logger.error({ err: error }, 'background jobs met a fault'));
  boss.on('warning', (warning) => logger.warn({ warning }, 'background jobs warn'));
  return { boss, wake: (queue) => wake(queue) };
}

/** Makes pg-boss's tables, or brings them up to date, and starts nothing. */
export async function installBoss({
  database,
  logger,
}: Pick<BossOptions, 'database' | 'logger'>): Promise<void> {
  const boss = new PgBoss({
    db: statementsOf(database),
    schema: jobsSchema,
    registerInstance: false,
    supervise: false,
    schedule: false,
  });
  boss.on('error', (error) => logger.error({ err: error }, 'background jobs met a fault'));
  await boss.start();
  await boss.stop({ close: false, graceful: false });
}
