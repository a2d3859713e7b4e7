import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createFolder } from '../files/make-folder';
import { type ChildAccount, endChild, resolvesWithin, startChild } from '../process/child';
import { commandOf, endForeignProcess } from '../process/process-table';
import { replaceFile } from '../process/replace-file';
import type { PostgresBinaries } from './embedded-binaries';
import { isWrongPassword } from './own-connection';

/** The folders of a cluster below the data folder. */
export interface ClusterFolders {
  readonly data: string;
  readonly sockets: string;
  readonly passwordFile: string;
}

export function clusterFolders(dataFolder: string): ClusterFolders {
  return {
    data: join(dataFolder, 'postgres'),
    sockets: join(dataFolder, 'run'),
    passwordFile: join(dataFolder, 'postgres.password'),
  };
}

export const superuser = 'postgres';

const formerPattern = /^postgres\.before-\w+$/;

/** Clusters of the data folder that a restore has replaced, the oldest first. */
export const formerClusters = (dataFolder: string): string[] =>
  readdirSync(dataFolder)
    .filter((name) => formerPattern.test(name))
    .sort()
    .map((name) => join(dataFolder, name));

/** An empty cluster must not take the place of one that is being replaced. */
function checkNotReplaced({ data }: ClusterFolders): void {
  const former = formerClusters(dirname(data)).at(-1);
  if (former === undefined) return;
  throw new Error(
    `There is no database in ${data}, and ${former} is one that a restore has replaced. Call ` +
      'orderprocessing restore --switch if that was interrupted, orderprocessing restore --back ' +
      'for the former databases, or orderprocessing restore; move it away to start empty.',
  );
}

const passwordBytes = 24;
const initdbDeadlineMs = 60_000;
const ownerOnly = 0o600;

/** SIGINT ends sessions and writes a checkpoint; SIGQUIT leaves the rest to the next recovery. */
export const postgresEndSignals = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 5_000],
] as const;

/**
 * Folders of the cluster, owned by the account that runs it.
 * @throws Error with code EACCES, ENOTDIR and the like where they cannot be written.
 */
export function prepareFolders(folders: ClusterFolders, account: ChildAccount | undefined): void {
  createFolder(folders.sockets, 0o700);
  if (account) chownSync(folders.sockets, account.uid, account.gid);
}

/** The password of the cluster; generated before the cluster is created. */
function readOrMakePassword(folders: ClusterFolders, account: ChildAccount | undefined): string {
  const { passwordFile } = folders;
  const kept = existsSync(passwordFile) ? readFileSync(passwordFile, 'utf8').trim() : '';
  // A full disk has left an empty one, with which no cluster can be created.
  if (kept !== '') return kept;
  if (existsSync(folders.data)) {
    throw new Error(
      `The password of the embedded PostgreSQL is gone: put ${passwordFile} back, or move ` +
        `${folders.data} away to start with an empty one.`,
    );
  }
  const password = randomBytes(passwordBytes).toString('base64url');
  replaceFile(passwordFile, `${password}\n`, ownerOnly);
  if (account) chownSync(passwordFile, account.uid, account.gid);
  return password;
}

/** The error of a connection, which does not say where the password is from if it is wrong. */
export function withPasswordFile(dataFolder: string, error: unknown): unknown {
  if (!isWrongPassword(error)) return error;
  const { data, passwordFile } = clusterFolders(resolve(dataFolder));
  return new Error(
    `The password in ${passwordFile} is not that of the databases in ${data}, so one of the two is` +
      ' of another shop. Put the one of this shop back.',
    { cause: error },
  );
}

async function initialise(
  binaries: PostgresBinaries,
  folders: ClusterFolders,
  account: ChildAccount | undefined,
  durable: boolean,
): Promise<void> {
  // A killed initdb leaves a folder that looks complete, so the final name is given by a rename.
  const unfinished = `${folders.data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (account) chownSync(unfinished, account.uid, account.gid);
  const lines: string[] = [];
  const args = [
    `--pgdata=${unfinished}`,
    `--username=${superuser}`,
    `--pwfile=${folders.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    // A new server has no old segment to write over, and fills each with zeros first, under
    // everybody's lock: 50 ms for one of the usual 16 MB.
    '--wal-segsize=4',
    ...(durable ? [] : ['--no-sync']),
  ];
  const child = await startChild({
    command: binaries.initdb,
    args,
    deathSignal: 'SIGTERM',
    environment: { LC_ALL: 'C', TZ: 'UTC' },
    account,
    onLine: (line) => lines.push(line),
  });
  const ended = await resolvesWithin(child.exited, initdbDeadlineMs);
  if (!ended) await endChild(child, [['SIGTERM', 5_000]]);
  if ((await child.exited).code !== 0) {
    throw new Error(`The embedded PostgreSQL could not be set up: ${lines.slice(-3).join(' ')}`);
  }
  renameSync(unfinished, folders.data);
}

/** The major version of a cluster and of its programs have to be the same. */
function checkVersion(folders: ClusterFolders, majorVersion: string): void {
  const file = join(folders.data, 'PG_VERSION');
  if (!existsSync(file)) {
    throw new Error(
      `${folders.data} is not a whole database, because ${file} is missing: put it back with ` +
        'orderprocessing restore, or move it away to start with an empty one.',
    );
  }
  const version = readFileSync(file, 'utf8').trim();
  if (version === majorVersion) return;
  throw new Error(
    `${folders.data} was written by PostgreSQL ${version}, and this is ${majorVersion}: move its` +
      ' contents with pg_dump and pg_restore of both versions, or move it away to start empty.',
  );
}

const embeddedMajorVersion = '17';

/** Creates the cluster if there is none. @returns the password of its superuser. */
export async function ensureCluster(
  binaries: PostgresBinaries,
  folders: ClusterFolders,
  account: ChildAccount | undefined,
  durable: boolean,
): Promise<string> {
  const password = readOrMakePassword(folders, account);
  if (!existsSync(folders.data)) {
    checkNotReplaced(folders);
    await initialise(binaries, folders, account, durable);
  }
  checkVersion(folders, embeddedMajorVersion);
  return password;
}

/**
 * Stops a server of this data folder that outlived the process that started it.
 * @returns its process id, or null if there was none.
 * @throws Error when it does not end.
 */
export async function endOrphan(folders: ClusterFolders): Promise<number | null> {
  const pidFile = join(folders.data, 'postmaster.pid');
  if (!existsSync(pidFile)) return null;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  // The process id may have been reused: only a server of this folder is stopped.
  if (!Number.isInteger(pid) || !commandOf(pid).includes(folders.data)) return null;
  if (await endForeignProcess(pid, [...postgresEndSignals, ['SIGKILL', 5_000]])) return pid;
  throw new Error(`The PostgreSQL of an earlier start (process ${pid}) does not end.`);
}
