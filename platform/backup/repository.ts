import { chownSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { demandOwnCluster, postgresAccount, reaching } from '../database/embedded-account';
import {
  archivingConfigOf,
  archivingMarkOf,
  archivingStanza,
} from '../database/embedded-archiving';
import { clusterFolders, superuser } from '../database/embedded-cluster';
import { findEmbeddedPostgres } from '../database/embedded-running';
import { createFolder } from '../files/make-folder';
import type { ChildAccount } from '../process/child';
import { replaceFile } from '../process/replace-file';
import { findPgBackRest, type PgBackRest } from './pgbackrest';

/** The folder of the backups of an embedded PostgreSQL, and their retention. */
export interface RepositorySettings {
  readonly dataFolder: string;
  readonly folder: string;
  readonly retentionDays: number;
  /** The secret that encrypts backups; null if they are not encrypted. */
  readonly secret: string | null;
}

export interface Repository {
  readonly folder: string;
  readonly pgBackRest: PgBackRest;
  /** Files beside those of pgBackRest, which `sealFiles` and restore points use. */
  readonly sealedFile: string;
  readonly pointsFile: string;
}

/**
 * Log that waits because it cannot be archived.
 * @exceeded it is dropped, so that the disk of the database does not fill up: moments after
 * it can be restored from the next backup on
 */
export const unarchivedBytesMax = 4_294_967_296;

const groupReadable = 0o640;
const folderMode = 0o750;

/** Rejects line breaks, because a value of the file ends with its line. */
function checkValue(name: string, value: string): string {
  if (!/[\r\n]/.test(value)) return value;
  throw new Error(`${name} must not contain a line break.`);
}

/** How pgBackRest reads a repository. */
function readingOptions({ folder, secret }: RepositorySettings): string[] {
  const encryption =
    secret === null
      ? []
      : ['repo1-cipher-type=aes-256-cbc', `repo1-cipher-pass=${checkValue('The secret', secret)}`];
  return [
    `repo1-path=${checkValue('The folder', resolve(folder))}`,
    ...encryption,
    'log-level-console=off',
    'log-level-file=off',
    'log-level-stderr=error',
    'log-timestamp=n',
  ];
}

function configText(settings: RepositorySettings): string {
  const dataFolder = resolve(settings.dataFolder);
  return [
    '# Written by orderprocessing before a backup or a restore: change the settings under backups.',
    '[global]',
    ...readingOptions(settings),
    'repo1-retention-full-type=time',
    `repo1-retention-full=${settings.retentionDays}`,
    'repo1-bundle=y',
    'compress-type=zst',
    'compress-level=1',
    'start-fast=y',
    `archive-push-queue-max=${unarchivedBytesMax}`,
    `lock-path=${join(dataFolder, 'run')}`,
    `[${archivingStanza}]`,
    `pg1-path=${clusterFolders(dataFolder).data}`,
    `pg1-user=${superuser}`,
    '',
  ].join('\n');
}

/** The same options as variables, whose names are in capitals. */
const variablesOf = (options: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    options.map((option) => {
      const at = option.indexOf('=');
      const name = option.slice(0, at).toUpperCase().replaceAll('-', '_');
      return [`PGBACKREST_${name}`, option.slice(at + 1)];
    }),
  );

function own(path: string, account: ChildAccount | undefined): void {
  if (account) chownSync(path, account.uid, account.gid);
}

/** Whether a backup was ever made of this data folder, so that its server archives its log. */
export function isArchiving(dataFolder: string): boolean {
  return existsSync(archivingMarkOf(resolve(dataFolder)));
}

/** Whether the server archives its log, and the backups are in this folder. */
const archivesTo = (dataFolder: string, folder: string): boolean =>
  isArchiving(dataFolder) &&
  readFileSync(archivingMarkOf(resolve(dataFolder)), 'utf8') === resolve(folder);

/**
 * Makes the server archive its log from now on: its `archive_command` looks for this file, which also
 * names the folder of the backups.
 */
export function beginArchiving(dataFolder: string, folder: string): void {
  if (archivesTo(dataFolder, folder)) return;
  replaceFile(archivingMarkOf(resolve(dataFolder)), resolve(folder));
}

/** Whether a folder has backups of an embedded server. @throws Error if this account may not look. */
export const hasBackups = (folder: string): boolean =>
  statSync(join(folder, 'backup', archivingStanza), { throwIfNoEntry: false }) !== undefined;

type Located = Pick<RepositorySettings, 'dataFolder' | 'folder'>;

/**
 * Checks that the backups of this shop have not vanished. A disk that is not mounted looks like an
 * empty folder: the next ones, and the log, would go to the disk below it.
 * @throws Error with what to do.
 */
export function demandMounted({ dataFolder, folder }: Located): void {
  if (!archivesTo(dataFolder, folder) || hasBackups(folder)) return;
  const mark = archivingMarkOf(resolve(dataFolder));
  throw new Error(
    `${resolve(folder)} has no backups, and this shop has made some there. Nothing was changed. Mount the disk of the backups, and call this again. If they are gone for good, delete ${mark}: the next orderprocessing backup begins again.`,
  );
}

function ensureFolder(folder: string, owner: ChildAccount | undefined): void {
  if (existsSync(folder)) return;
  createFolder(folder, folderMode);
  own(folder, owner);
}

/**
 * The folder of the backups, which is created if it is missing, and the account that owns it.
 * @throws Error if the backups of this shop have vanished from it.
 */
export function openBackupFolder(settings: Located): { folder: string; account?: ChildAccount } {
  demandMounted(settings);
  const folder = resolve(settings.folder);
  const owner = postgresAccount();
  ensureFolder(folder, owner);
  return { folder, account: owner && reaching(owner, [folder]) };
}

/**
 * Writes the configuration of pgBackRest. A running server archives its log by one: a command that
 * was started without the secret of the shop, or with another folder, has a file of its own.
 * @returns its path.
 */
function writeConfig(
  settings: RepositorySettings,
  owner: ChildAccount | undefined,
  configures: boolean,
): string {
  const dataFolder = resolve(settings.dataFolder);
  const archiving = archivingConfigOf(dataFolder);
  const text = configText(settings);
  const isKept = !configures && existsSync(archiving) && findEmbeddedPostgres(dataFolder) !== null;
  if (isKept && readFileSync(archiving, 'utf8') === text) return archiving;
  const file = isKept ? join(dataFolder, 'pgbackrest.command.conf') : archiving;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: groupReadable });
  own(draft, owner);
  renameSync(draft, file);
  return file;
}

/**
 * Creates the folder of the backups, and the configuration of pgBackRest.
 * @param configures whether a running server archives by these settings from now on.
 * @throws Error with what is missing, such as the disk of the backups.
 */
export function openRepository(settings: RepositorySettings, configures = false): Repository {
  const program = findPgBackRest();
  if (program === null) {
    throw new Error('pgBackRest is not installed: on Debian, apt-get install pgbackrest.');
  }
  const dataFolder = resolve(settings.dataFolder);
  const owner = postgresAccount();
  demandOwnCluster(clusterFolders(dataFolder).data, owner);
  demandMounted(settings);
  const folder = resolve(settings.folder);
  ensureFolder(folder, owner);
  const called = { program, stanza: archivingStanza };
  const files = {
    folder,
    sealedFile: join(folder, 'data-folder.json'),
    pointsFile: join(folder, 'restore-points.json'),
  };
  if (!existsSync(dataFolder)) {
    // A command that only looks must not create it: it would pass for that of a shop.
    const environment = variablesOf(readingOptions(settings));
    const account = owner && reaching(owner, [folder]);
    return { ...files, pgBackRest: { ...called, configFile: '/dev/null', environment, account } };
  }
  ensureFolder(clusterFolders(dataFolder).sockets, owner);
  const configFile = writeConfig(settings, owner, configures);
  const account = owner && reaching(owner, [dataFolder, folder]);
  return { ...files, pgBackRest: { ...called, configFile, account } };
}

/** Adds the connection to a running server to the options of pgBackRest. */
export function connectedTo(pgBackRest: PgBackRest, url: string): PgBackRest {
  const { hostname, port, password } = new URL(url);
  return {
    ...pgBackRest,
    environment: {
      PGHOST: hostname,
      PGPASSWORD: decodeURIComponent(password),
      PGBACKREST_PG1_PORT: port,
    },
  };
}
