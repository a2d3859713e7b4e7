import type { Db, PgBoss } from 'pg-boss';
import type { NotificationListener, Notifications } from '../database/notifications';
import { type Database, driverTypes, type Transaction } from '../database/pool';
import { isDatabaseUnavailable } from '../net/unavailable';
import type { Logger } from '../telemetry/logger';
import { outageLog } from '../telemetry/outage-log';
import { bossPackage } from './package';

/** pg-boss's own schema in the database it is given. */
export const jobsSchema = 'pgboss';

/** How often a worker polls the database; sent jobs wake it at once. */
export interface Pace {
  /** Interval of the poll for jobs that become due without a notification, such as retries. */
  readonly backstopMs: number;
  /** Interval for finding jobs whose process died, and for counting queues. */
  readonly superviseSeconds: number;
  /**
   * The interval between two checks of schedules. At most 45: a scheduled time stays due for 60 s.
   */
  readonly cronSeconds: number;
}

export const slowPace: Pace = { backstopMs: 10_000, superviseSeconds: 60, cronSeconds: 45 };

/** Polling that pg-boss would do for notifications it gets anyway, or for unused features. */
export const hourSeconds = 3_600;
const minutesSeconds = 600;

export interface BossOptions {
  readonly database: Database;
  readonly notifications: Notifications;
  readonly logger: Logger;
  /** Null: sends and retries jobs, but does not work or poll. */
  readonly pace: Pace | null;
}

export interface Boss {
  readonly boss: PgBoss;
  /** Wakes the workers of a queue, as a notification would. */
  readonly wake: (queue: string) => void;
}

/** pg-boss needs the driver's own number parsers, not our bigints. */
export const statementsOf = (database: Database | Transaction): Pick<Db, 'executeSql'> => ({
  executeSql: (text, values) => database.query({ text, values, types: driverTypes }),
});

/** Every worker fails at each of its polls during an outage, so that is logged once; other faults always. */
function faultLog(logger: Logger): (error: unknown) => void {
  const report = (error: unknown) => logger.error({ err: error }, 'background jobs met a fault');
  const reportOutage = outageLog(report);
  return (error) => (isDatabaseUnavailable(error) ? reportOutage(error) : report(error));
}

/** Runs pg-boss on an existing pool, so that the total of all pools does not grow. */
export function bossOn({ database, notifications, logger, pace }: BossOptions): Boss {
  const { PgBoss } = bossPackage();
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
    // Prometheus reads vacuum statistics from PostgreSQL.
    monitorVacuum: false,
    superviseIntervalSeconds: pace?.superviseSeconds ?? hourSeconds,
    monitorIntervalSeconds: pace?.superviseSeconds ?? hourSeconds,
    ...(pace && {
      cronMonitorIntervalSeconds: pace.cronSeconds,
      cronWorkerIntervalSeconds: pace.cronSeconds,
    }),
    queueCacheIntervalSeconds: hourSeconds,
    bamIntervalSeconds: minutesSeconds,
    // Job flows are not used.
    flowIntervalSeconds: hourSeconds,
  });
  boss.on('error', faultLog(logger));
  boss.on('warning', (warning) => logger.warn({ warning }, 'background jobs warn'));
  return { boss, wake: (queue) => wake(queue) };
}

/** Creates or upgrades pg-boss's tables without starting workers. */
export async function installBoss({
  database,
  logger,
}: Pick<BossOptions, 'database' | 'logger'>): Promise<void> {
  const { PgBoss } = bossPackage();
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
