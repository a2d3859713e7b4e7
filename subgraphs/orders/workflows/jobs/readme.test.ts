import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfiguration } from '../../../../config/schema';
import { type Notifications, openNotifications } from '../../../../platform/database/notifications';
import type { Queue } from '../../../../platform/jobs/queue';
import { createTestDatabase, type TestDatabase } from '../../../../platform/testing/database';
import { silentLogger as logger } from '../../../../platform/testing/silent-logger';
import { ordersStore } from '../../store';
import { testOrdersKeys } from '../../testing/orders-keys';
import { orderJobs } from '.';

const notCalled = () => Promise.reject(new Error('No job runs here.'));

let database: TestDatabase;
let notifications: Notifications;
let queues: readonly Queue[];

beforeAll(async () => {
  database = await createTestDatabase('orders');
  const connection = { connectionString: database.url };
  notifications = openNotifications({ connection, name: 'test', logger });
  const store = ordersStore(database.pool, testOrdersKeys);
  const { jobs } = orderJobs({
    database: database.pool,
    notifications,
    logger,
    registry: new Registry(),
    store,
    shop: store,
    orders: notCalled,
    inventory: notCalled,
    users: notCalled,
    backups: { run: notCalled },
    configuration: parseConfiguration({ environment: 'test' }),
  });
  queues = jobs.queues;
});
afterAll(async () => {
  await notifications.close();
  await database.drop();
});

/** A schedule as the page writes it: `hourly`, or the time of each day. */
function timeOf(cron: string): string {
  const [minute = '', hour = '', ...days] = cron.split(' ');
  expect(days, cron).toEqual(['*', '*', '*']);
  return hour === '*' ? 'hourly' : `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
}

test('the page has a row for each queue, with the time of those that are scheduled', () => {
  const page = readFileSync(join(__dirname, 'README.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([\w-]+)` \| ([^|]+) \|/gm)];
  const shown = new Map(rows.map(([, name, time]) => [name, time]));
  expect(rows).toHaveLength(shown.size);
  expect([...shown.keys()].sort()).toEqual(queues.map(({ name }) => name).sort());
  const scheduled = queues.filter(({ cron }) => cron !== undefined);
  expect(scheduled.length).toBeGreaterThan(0);
  for (const { name, cron = '' } of scheduled) expect(shown.get(name), name).toBe(timeOf(cron));
  const times = queues.filter(({ cron }) => cron === undefined).map(({ name }) => shown.get(name));
  expect(times.filter((time) => /^(hourly|\d\d:\d\d)$/.test(time ?? ''))).toEqual([]);
});
