import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isDatabaseUnavailable } from '../net/unavailable';
import { databaseForFile } from '../testing/database';
import { silentLogger as logger } from '../testing/silent-logger';
import { openNotifications } from './notifications';
import { withClient } from './own-connection';
import { createPool, inTransaction } from './pool';

/** Longer than a statement takes on a busy machine; silence is 5 s more. */
const statementTimeoutMs = 1_500;
const noAnswer = 'PostgreSQL has not answered for 6.5 s';
const deadlineMs = 60_000;

const database = databaseForFile();
const closing: (() => unknown)[] = [];
beforeAll(() => database.pool.query('CREATE TABLE notes (text text)'));
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

/** A link to the database that can get stuck: nothing arrives, and both ends stay connected. */
async function openLink() {
  const url = new URL(database.url);
  const file = `${url.searchParams.get('host')}/.s.PGSQL.${url.port}`;
  const sockets = new Set<Socket>();
  const server = createServer((caller) => {
    const callee = connect(file);
    for (const [from, to] of [
      [caller, callee],
      [callee, caller],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => to.write(bytes));
      from.on('close', () => to.destroy()).on('error', () => undefined);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    /** The connections that are open now; later ones work. */
    stick: () => {
      for (const socket of sockets) socket.pause();
    },
  };
}

async function openPool() {
  const { url, stick } = await openLink();
  const pool = createPool({ url, name: 'silence', logger, max: 1, statementTimeoutMs });
  closing.push(() => pool.end());
  await pool.query('SELECT 1');
  return { pool, stick };
}

describe.concurrent('a server that is silent', { timeout: deadlineMs }, () => {
  test('fails a statement, and the pool opens another connection', async () => {
    const { pool, stick } = await openPool();
    stick();
    const failure = await pool.query('SELECT 2').catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: noAnswer });
    expect(isDatabaseUnavailable(failure)).toBe(true);
    const { rows } = await pool.query('SELECT 3 AS answer');
    expect(rows).toEqual([{ answer: 3 }]);
  });

  test('fails a transaction, which is rolled back', async () => {
    const { pool, stick } = await openPool();
    const stuck = inTransaction(pool, async (transaction) => {
      await transaction.query(`INSERT INTO notes VALUES ('stuck')`);
      stick();
      await transaction.query('SELECT 2');
    });
    await expect(stuck).rejects.toThrow(noAnswer);
    await inTransaction(pool, (transaction) =>
      transaction.query(`INSERT INTO notes VALUES ('again')`),
    );
    const { rows } = await pool.query('SELECT text FROM notes');
    expect(rows).toEqual([{ text: 'again' }]);
  });

  test('that nobody asked anything is left alone', async () => {
    const { pool, stick } = await openPool();
    const client = await pool.connect();
    await new Promise((resolve) => setTimeout(resolve, 7_000));
    const { rows } = await client.query('SELECT 4 AS answer');
    client.release();
    expect(rows).toEqual([{ answer: 4 }]);
    stick();
  });

  test('is left alone when it is asked in the moment that its idle time ends', async () => {
    const { pool, stick } = await openPool();
    const client = await pool.connect();
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    const asked = once(stream, 'timeout').then(() => client.query('SELECT 5 AS answer'));
    expect((await asked).rows).toEqual([{ answer: 5 }]);
    stick();
    await expect(client.query('SELECT 6')).rejects.toThrow(noAnswer);
    client.release(true);
  });

  test('fails a statement on a connection of its own', async () => {
    const { url, stick } = await openLink();
    const connection = { connectionString: url, statement_timeout: statementTimeoutMs };
    const stuck = withClient(connection, async (client) => {
      await client.query('SELECT 7');
      stick();
      await client.query('SELECT 8');
    });
    await expect(stuck).rejects.toThrow(noAnswer);
  });

  test('does not keep what has ended open', async () => {
    const { url, stick } = await openLink();
    const pool = createPool({ url, name: 'silence', logger, max: 1 });
    const client = await pool.connect();
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    client.release();
    stick();
    await pool.end();
    await once(stream, 'close');
  });

  test('is listened to again on another connection', async () => {
    const { url, stick } = await openLink();
    const connection = { connectionString: url };
    const heartbeatMs = 500;
    const notifications = openNotifications({ connection, name: 'silence', logger, heartbeatMs });
    closing.push(() => notifications.close());
    const heard: string[] = [];
    notifications.on('news', (payload) => heard.push(payload));
    const hears = (message: string) =>
      vi.waitUntil(() => heard.at(-1) === message, { timeout: deadlineMs });
    await hears('');
    stick();
    await database.pool.query(`SELECT pg_notify('news', 'missed')`);
    await vi.waitUntil(() => heard.length === 2, { timeout: deadlineMs });
    await database.pool.query(`SELECT pg_notify('news', 'heard')`);
    await hears('heard');
    expect(heard).toEqual(['', '', 'heard']);
  });

  test('does not keep a process from closing what listens to it', async () => {
    const { url, stick } = await openLink();
    const connection = { connectionString: url };
    const notifications = openNotifications({ connection, name: 'silence', logger });
    await vi.waitUntil(() => notifications.isConnected, { timeout: deadlineMs });
    stick();
    await notifications.close();
    expect(notifications.isConnected).toBe(false);
  });
});
