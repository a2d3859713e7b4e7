import 'reflect-metadata';
import { setTimeout as wait } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { currentRights } from '../../../platform/auth/current-rights';
import { openNotifications } from '../../../platform/database/notifications';
import { createExecutor } from '../../../platform/graphql/execute';
import { fieldRateLimits } from '../../../platform/graphql/rate-limit';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import type { JobRow, JobStateName } from '../../../platform/jobs/job-rows';
import { Jobs } from '../../../platform/jobs/jobs';
import { migrateJobs } from '../../../platform/jobs/migrate';
import type { JobOutput, Queue } from '../../../platform/jobs/queue';
import type { Viewer } from '../../../platform/requests/viewer';
import { ClaimedRights } from '../../../platform/testing/claimed-rights';
import { createTestDatabase } from '../../../platform/testing/database';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { publicSchema } from '../public-schema';
import { type OrdersStore, ordersStore } from '../store';
import { testOrdersKeys } from './orders-keys';

const patienceMs = 30_000;
const pace = { backstopMs: 500, superviseSeconds: 1, cronSeconds: 45 };
const never = '0 0 29 2 *';

/** A test queue whose schedule never becomes due during a test. */
export const testQueue = (name: string, run: () => Promise<JobOutput>): Queue => ({
  name,
  payload: z.object({}),
  concurrencyMax: 1,
  isExclusive: true,
  retriesMax: 0,
  retryDelaySeconds: 1,
  retryDelaySecondsMax: 1,
  expireSeconds: 60,
  cron: never,
  run,
});

const noMails: ServiceCall = async <Data>() => ({ mailJobs: [] }) as Data;

/**
 * Orders with a separate database and real jobs, without other services.
 * @param queuesOf creates the queues, which may need the stores.
 * @param users has the mails to accounts.
 */
export async function jobsRoom(
  queuesOf: (store: OrdersStore) => readonly Queue[],
  users: ServiceCall = noMails,
) {
  const database = await createTestDatabase('orders');
  await migrateJobs({ url: database.url, logger });
  const connection = { connectionString: database.url };
  const notifications = openNotifications({ connection, name: 'test', logger });
  const { pool } = database;
  const store = ordersStore(pool, testOrdersKeys);
  const options = { database: pool, notifications, logger, queues: queuesOf(store), pace };
  const jobs = new Jobs({ ...options, registry: new Registry() });
  const claims = new ClaimedRights();
  const nobody = () => Promise.reject(new Error('Unexpected call of users.'));
  const rights = currentRights(claims.call(nobody), logger);
  const execute = createExecutor({
    schema: publicSchema(fieldRateLimits(null, {})),
    createContext: (scope) => ({ ...scope, jobs, store, rights, users }),
    logger,
  });
  jobs.startWork();

  async function until(id: string, state: JobStateName): Promise<JobRow> {
    const end = Date.now() + patienceMs;
    for (;;) {
      const row = await jobs.rows.byId(id);
      if (row?.state === state) return row;
      if (Date.now() > end) throw new Error(`${id} is ${row?.state}, and never was ${state}.`);
      await wait(100);
    }
  }

  return {
    jobs,
    pool,
    store,
    until,

    /** A second process on the same database that only sends jobs. */
    otherProcess: (): Jobs => new Jobs({ ...options, registry: new Registry() }),

    async ask(viewer: Viewer, query: string, variables = {}) {
      claims.hear(viewer);
      const scope = { viewer, requestId: 'test', signal: new AbortController().signal };
      const { data, errors = [] } = await execute({ query, variables }, scope);
      return {
        // biome-ignore lint/suspicious/noExplicitAny: tests read arbitrary selections.
        data: JSON.parse(JSON.stringify(data ?? null)) as any,
        codes: errors.map(({ extensions, message }) => extensions.code ?? message),
      };
    },

    async close(): Promise<void> {
      await jobs.stop();
      await notifications.close();
      await database.drop();
    },
  };
}

export type JobsRoom = Awaited<ReturnType<typeof jobsRoom>>;
