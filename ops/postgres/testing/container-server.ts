import {
  type ChildProcess,
  type ExecFileSyncOptions,
  execFileSync,
  spawn,
} from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { expect, vi } from 'vitest';
import { parse } from 'yaml';
import { postgresAccount } from '../../../platform/database/embedded-account';
import { findPostgresBinaries } from '../../../platform/database/embedded-binaries';
import { repositoryRoot } from '../../../platform/process/repository-root';
import { folderForFile } from '../../../platform/testing/temporary-folder';

export const superuser = 'orderprocessing';
export const port = 5432;
export const suiteMs = 240_000;
const startMs = 60_000;

export const binaries = findPostgresBinaries();
export const account = postgresAccount();
export const root = (file: string) => readFileSync(path.join(repositoryRoot, file), 'utf8');

export const folder = folderForFile();
let server: ChildProcess | null = null;
let log = '';
export const at = (...names: string[]) => path.join(folder, ...names);

/** The variables that put the paths of the containers into a folder. */
export const environment = () => ({
  PATH: process.env.PATH,
  TZ: 'UTC',
  LC_ALL: 'C',
  BACK_UP_PART: folder,
  BACK_UP_CONFIG: at('pgbackrest.conf'),
  BACK_UP_REPOSITORY: at('backups'),
  BACK_UP_RESTORED: at('restored'),
  BACK_UP_STATE: at('backups.json'),
});

/** Runs as the account of the server. @returns the standard output. */
export function run(program: string, ...args: string[]): string {
  const options: ExecFileSyncOptions = { ...account, env: environment(), cwd: folder };
  return execFileSync(program, args, { ...options, encoding: 'utf8', stdio: 'pipe' });
}

export const backUp = (...args: string[]) => run(at('pgbackrest/back-up'), ...args);

/** The server as the container starts it, on a socket in the folder. */
export async function start(data: string, ...more: string[]): Promise<void> {
  const { services } = parse(root('docker-compose.yml'), { merge: true }) as {
    services: { postgres: { command: string[] } };
  };
  const [, ...given] = services.postgres.command;
  const args = given.map((word) => word.replace('=/usr/local/lib/', `=${at()}/`));
  const socket = `unix_socket_directories=${folder}`;
  const here = ['-D', data, '-p', String(port), '-c', 'listen_addresses=', '-c', 'fsync=off', '-c'];
  server = spawn(binaries.postgres, [...here, socket, ...args, ...more], {
    ...account,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [server.stdout, server.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }
  const isUp = () => query('SELECT 1').catch(() => Promise.reject(new Error(log)));
  await vi.waitFor(isUp, { timeout: startMs, interval: 100 });
}

export async function stop(): Promise<void> {
  const running = server;
  server = null;
  if (running === null || running.exitCode !== null) return;
  const ended = new Promise((resolve) => running.once('exit', resolve));
  running.kill('SIGINT');
  await ended;
}

export async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ host: folder, port, user: superuser, database: 'postgres' });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

export const archiver = async () =>
  (
    await query(
      'SELECT archived_count::int AS archived, failed_count::int AS failed FROM pg_stat_archiver',
    )
  )[0];

/** Adds a row, and waits until the archive has it. */
export async function write(id: number): Promise<void> {
  await query(`INSERT INTO entries VALUES (${id})`);
  const [segment] = await query('SELECT pg_walfile_name(pg_switch_wal()) AS name');
  await expect
    .poll(() => query('SELECT last_archived_wal AS name FROM pg_stat_archiver'), {
      timeout: suiteMs,
    })
    .toEqual([segment]);
}
