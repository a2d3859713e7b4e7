import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { isAlive, waitUntil } from '../process/process-table';
import { startProgram } from '../testing/program';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForFile } from '../testing/temporary-folder';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded';
import { withPasswordFile } from './embedded-cluster';
import { findEmbeddedPostgres } from './embedded-running';
import { ensureDatabase } from './ensure-database';
import { withClient } from './own-connection';

const deadlineMs = 20_000;

const dataFolder = join(folderForFile(), `a "b",c`);
let running: EmbeddedPostgres | null = null;

afterEach(async () => {
  await running?.stop();
  running = null;
});

async function start(): Promise<EmbeddedPostgres> {
  running = await startEmbeddedPostgres({ dataFolder, logger });
  return running;
}

async function ask(url: string, text: string): Promise<unknown> {
  return withClient({ connectionString: url }, async (client) => {
    const { rows } = await client.query({ text, rowMode: 'array' });
    return rows[0]?.[0];
  });
}

interface Started {
  readonly pid: number;
  readonly url: string;
}

/** Starts the server in another process, and kills that process once `then` has ended. */
async function startAndKill(then: (started: Started) => Promise<unknown>): Promise<Started> {
  const program = startProgram(`
    const quiet = () => undefined;
    const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const { startEmbeddedPostgres } = require('./platform/database/embedded');
    startEmbeddedPostgres({ dataFolder: ${JSON.stringify(dataFolder)}, logger }).then((server) =>
      process.send({ pid: server.pid, url: server.url('postgres') }),
    );
  `);
  const started = (await program.firstMessage) as Started;
  await then(started);
  program.process.kill('SIGKILL');
  return started;
}

test('sets itself up, keeps its data, and leaves no process behind', async () => {
  // A full disk has left it.
  mkdirSync(dataFolder);
  writeFileSync(join(dataFolder, 'postgres.password'), '');
  const first = await start();
  await ensureDatabase(first.url('shop'));
  await ask(first.url('shop'), 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
  expect(existsSync(join(dataFolder, 'postgres', 'postmaster.pid'))).toBe(false);
  const second = await start();
  expect(await ask(second.tcpUrl('shop'), 'SELECT answer FROM kept')).toBe(42);
});

test('can be found by another process while it runs, and only then', async () => {
  expect(findEmbeddedPostgres(dataFolder)).toBeNull();
  const server = await start();
  const url = findEmbeddedPostgres(dataFolder)?.('postgres') ?? '';
  expect(await ask(url, 'SELECT true')).toBe(true);
  await server.stop();
  expect(findEmbeddedPostgres(dataFolder)).toBeNull();
});

test('waits for the disk, counts statements, and sorts by code point', async () => {
  const { url } = await start();
  expect(await ask(url('postgres'), 'SHOW fsync')).toBe('on');
  expect(await ask(url('postgres'), 'SHOW synchronous_commit')).toBe('on');
  expect(await ask(url('postgres'), 'SHOW max_connections')).toBe('100');
  expect(await ask(url('postgres'), 'SHOW shared_preload_libraries')).toBe('pg_stat_statements');
  expect(await ask(url('postgres'), `SELECT 'a' > 'B' AND lower('Ä') = 'ä'`)).toBe(true);
});

test('keeps its password where only its owner can read it', async () => {
  const { tcpUrl } = await start();
  expect(statSync(join(dataFolder, 'postgres.password')).mode & 0o077).toBe(0);
  const wrong = new URL(tcpUrl('postgres'));
  wrong.password = 'guessed';
  const refused = await ask(wrong.href, 'SELECT 1').catch((error: unknown) => error);
  expect(refused).toMatchObject({ message: expect.stringContaining('authentication failed') });
  const file = join(dataFolder, 'postgres.password');
  expect(String(withPasswordFile(dataFolder, refused))).toContain(`The password in ${file} is not`);
});

test('restarts on the same port after kill -9', async () => {
  const server = await start();
  const killed = server.pid;
  process.kill(killed, 'SIGKILL');
  const answers = () => ask(server.tcpUrl('postgres'), 'SELECT true').catch(() => false);
  expect(await waitUntil(async () => (await answers()) === true, deadlineMs)).toBe(true);
  expect(server.pid).not.toBe(killed);
});

test('ends when its starter is killed, and the next start has its data', async () => {
  const { pid } = await startAndKill(({ url }) =>
    ask(url, 'CREATE TABLE survived AS SELECT true AS yes'),
  );
  const next = await start();
  expect(isAlive(pid)).toBe(false);
  expect(await ask(next.url('postgres'), 'SELECT yes FROM survived')).toBe(true);
});

test('a start stops a server that still runs on its data', async () => {
  const first = await start();
  const before = first.pid;
  const second = await startEmbeddedPostgres({ dataFolder, logger });
  expect(isAlive(before)).toBe(false);
  expect(await ask(second.url('postgres'), 'SELECT true')).toBe(true);
  await first.stop();
  await second.stop();
});

describe('reports in one sentence what prevents the start', () => {
  test('a data folder below a file', async () => {
    const file = join(dataFolder, 'a-file');
    writeFileSync(file, '');
    const failing = startEmbeddedPostgres({ dataFolder: join(file, 'data'), logger });
    await expect(failing).rejects.toThrow(/ENOTDIR/);
  });

  test('a cluster of which only its folder is left', async () => {
    const half = join(dataFolder, 'half');
    mkdirSync(join(half, 'postgres'), { recursive: true });
    writeFileSync(join(half, 'postgres.password'), 'a-password');
    const failing = startEmbeddedPostgres({ dataFolder: half, logger });
    await expect(failing).rejects.toThrow(
      /is not a whole database, because .*PG_VERSION is missing/,
    );
  });

  test.each(['pg_wal', 'global', 'pg_xact'])('a cluster without %s', async (name) => {
    await (await start()).stop();
    const cluster = join(dataFolder, 'postgres');
    renameSync(join(cluster, name), join(dataFolder, name));
    const failing = startEmbeddedPostgres({ dataFolder, logger });
    const said = await failing.catch((error: Error) => error.message);
    renameSync(join(dataFolder, name), join(cluster, name));
    expect(said).toMatch(new RegExp(`does not start\\. It logged: .*${name}`));
    expect(said).toContain(
      `If files of ${cluster} are missing or damaged, put them back, or restore`,
    );
  });

  test('a port that is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const failing = startEmbeddedPostgres({ dataFolder, logger, port });
    await expect(failing).rejects.toThrow(
      /does not start\. .*Address already in use.* Stop the program that uses the port\.$/,
    );
    holder.close();
  });
});
