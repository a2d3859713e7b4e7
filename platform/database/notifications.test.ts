import { Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { databaseForFile } from '../testing/database';
import { silentLogger as logger } from '../testing/silent-logger';
import { type Notifications, openNotifications } from './notifications';

const patience = { timeout: 20_000, interval: 20 };

const database = databaseForFile();
let opened: Notifications[] = [];

afterEach(async () => {
  await Promise.all(opened.map((notifications) => notifications.close()));
  opened = [];
});

function listen(name = 'listener', registry?: Registry): Notifications {
  const connection = { connectionString: database.url };
  const notifications = openNotifications({ connection, name, logger, registry });
  opened.push(notifications);
  return notifications;
}

/** What is heard on a channel, which is audible already. */
async function ear(notifications: Notifications, channel: string): Promise<string[]> {
  const heard: string[] = [];
  notifications.on(channel, (payload) => heard.push(payload));
  await expect.poll(() => heard, patience).toEqual(['']);
  heard.length = 0;
  return heard;
}

const notify = (channel: string, payload: string) =>
  database.pool.query('SELECT pg_notify($1, $2)', [channel, payload]);

const linesOf = async (name: string): Promise<number> => {
  const { rows } = await database.pool.query(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = $1
      AND datname = current_database()`,
    [name],
  );
  return rows[0].count;
};

test('every listener of a channel gets its notifications, and no other', async () => {
  const notifications = listen();
  const first = await ear(notifications, 'Weather');
  const news = await ear(notifications, 'news');
  const second: string[] = [];
  notifications.on('Weather', (payload) => second.push(payload));
  await notify('Weather', 'rain');
  await notify('news', 'none');
  await expect.poll(() => news, patience).toEqual(['none']);
  expect(first).toEqual(['rain']);
  expect(second).toEqual(['rain']);
});

test('one connection serves every channel, and is closed at the end', async () => {
  const registry = new Registry();
  const notifications = listen('one-line', registry);
  await ear(notifications, 'a');
  await ear(notifications, 'b');
  expect(notifications.isConnected).toBe(true);
  expect(await registry.metrics()).toContain(
    'database_notifications_connected{connection="one-line"} 1',
  );
  expect(await linesOf('one-line')).toBe(1);
  await notifications.close();
  expect(notifications.isConnected).toBe(false);
  await expect.poll(() => linesOf('one-line'), patience).toBe(0);
});

test('the connection gets one statement after the other', async () => {
  const warned: Error[] = [];
  const warn = (warning: Error) => warned.push(warning);
  process.on('warning', warn);
  const notifications = listen();
  const channels = Array.from({ length: 5 }, (_, index) => `crowd-${index}`);
  const early = channels.map((channel) => ear(notifications, channel));
  await Promise.all(early);
  const stops = channels.map((channel) => notifications.on(`late-${channel}`, () => undefined));
  for (const stop of stops) stop();
  const last = await ear(notifications, 'last');
  await notify('last', 'word');
  await expect.poll(() => last, patience).toEqual(['word']);
  process.off('warning', warn);
  expect(warned).toEqual([]);
});

test('an unsubscribed listener gets nothing, and may subscribe again', async () => {
  const notifications = listen();
  const other = await ear(notifications, 'other');
  const heard: string[] = [];
  const stop = notifications.on('short', (payload) => heard.push(payload));
  await expect.poll(() => heard, patience).toEqual(['']);
  stop();
  await notify('short', 'missed');
  await notify('other', 'heard');
  await expect.poll(() => other, patience).toEqual(['heard']);
  expect(heard).toEqual(['']);
  const again = await ear(notifications, 'short');
  await notify('short', 'again');
  await expect.poll(() => again, patience).toEqual(['again']);
});

test('a listener that throws does not affect the others', async () => {
  const notifications = listen();
  notifications.on('shared', () => {
    throw new Error('deaf');
  });
  const heard: string[] = [];
  notifications.on('shared', (payload) => heard.push(payload));
  await expect.poll(() => heard, patience).toEqual(['']);
  await notify('shared', 'word');
  await expect.poll(() => heard, patience).toEqual(['', 'word']);
});

test('a connection that the server ends is replaced, and every listener is called once', async () => {
  const notifications = listen('cut-line');
  const a = await ear(notifications, 'a');
  const b = await ear(notifications, 'b');
  await database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut-line'`,
  );
  await expect.poll(() => [a, b], patience).toEqual([[''], ['']]);
  await notify('a', 'after');
  await expect.poll(() => a, patience).toEqual(['', 'after']);
  expect(b).toEqual(['']);
});

test('an unreachable server does not delay the close', async () => {
  const connection = { connectionString: 'postgresql://nobody@127.0.0.1:1/none' };
  const notifications = openNotifications({ connection, name: 'nowhere', logger });
  notifications.on('silence', () => undefined);
  expect(notifications.isConnected).toBe(false);
  await notifications.close();
});
