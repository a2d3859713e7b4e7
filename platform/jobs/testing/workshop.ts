import { Registry } from 'prom-client';
import { z } from 'zod';
import { openNotifications } from '../../database/notifications';
import { createTestDatabase } from '../../testing/database';
import { eventually } from '../../testing/eventually';
import { silentLogger as logger } from '../../testing/silent-logger';
import type { Pace } from '../boss';
import { Jobs } from '../jobs';
import { migrateJobs } from '../migrate';
import type { JobOutput, JobRun, Queue } from '../queue';

export const patienceMs = 30_000;
export const testMs = 90_000;
export const pace: Pace = { backstopMs: 500, superviseSeconds: 1, cronSeconds: 1 };

export const inState = (jobs: Jobs, id: string | null, state: string) =>
  eventually(`${id} ${state}`, async () => {
    const row = await jobs.rows.byId(id ?? '');
    return row?.state === state && row;
  });

const payload = z.object({ n: z.int().optional() });
export type Payload = z.infer<typeof payload>;

let queues = 0;
export function queueThat(
  run: (payload: Payload, run: JobRun) => Promise<JobOutput>,
  given: Partial<Queue> = {},
): Queue<Payload> {
  queues += 1;
  return {
    name: `queue-${queues}`,
    concurrencyMax: 1,
    retriesMax: 0,
    retryDelaySeconds: 1,
    retryDelaySecondsMax: 60,
    expireSeconds: 60,
    ...given,
    payload,
    run,
  };
}

/** A database for jobs, and processes that send and work: each `jobsOf` is one. */
export async function workshop() {
  const database = await createTestDatabase();
  await migrateJobs({ url: database.url, logger });
  const connection = { connectionString: database.url };
  const notifications = openNotifications({ connection, name: 'test', logger });
  const opened: Jobs[] = [];

  function jobsAt(ownPace: Pace, ...queues: Queue[]): { jobs: Jobs; registry: Registry } {
    const registry = new Registry();
    const given = { database: database.pool, notifications, logger, registry, queues };
    const jobs = new Jobs({ ...given, pace: ownPace });
    opened.push(jobs);
    return { jobs, registry };
  }

  const stopAll = async (): Promise<void> => {
    await Promise.all(opened.splice(0).map((jobs) => jobs.stop()));
  };

  return {
    ...database,
    jobsAt,
    jobsOf: (...queues: Queue[]) => jobsAt(pace, ...queues),
    stopAll,
    close: async () => {
      await stopAll();
      await notifications.close();
      await database.drop();
    },
  };
}
