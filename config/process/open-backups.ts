import { resolve } from 'node:path';
import { type Backup, listBackups } from '../../platform/backup/backup-list';
import type { BackupType } from '../../platform/backup/backup-types';
import { checkStanza } from '../../platform/backup/check-stanza';
import { whileLocked } from '../../platform/backup/lock-backups';
import { makeBackup } from '../../platform/backup/make-backup';
import { findPgBackRest, type PgBackRest } from '../../platform/backup/pgbackrest';
import {
  beginArchiving,
  connectedTo,
  demandMounted,
  hasBackups,
  isArchiving,
  openRepository,
  type Repository,
} from '../../platform/backup/repository';
import { sealFiles } from '../../platform/backup/sealed-files';
import { archivingConfigOf } from '../../platform/database/embedded-archiving';
import { findEmbeddedPostgres } from '../../platform/database/embedded-running';
import { replaceFile } from '../../platform/process/replace-file';
import type { Logger } from '../../platform/telemetry/logger';
import type { Configuration } from '../schema';
import { bySubgraph } from '../subgraphs';
import { hasEmbeddedPostgres } from './embedded-postgres';
import { checkOneServer } from './one-server';

export type BackupSettings = Pick<Configuration, 'backups' | 'database' | 'dataFolder'>;

const infoDeadlineMs = 60_000;
const backupDeadlineMs = 21_600_000;
/** Max seconds of log outside the archive of the embedded server, while it is written to. */
const archiveSeconds = 10;

/** The password of the databases, which is generated with them. */
export const passwordName = 'postgres.password';
/** The files of the data folder without which a restored cluster is of no use. */
export const sealedNames = [passwordName, 'secrets.json'] as const;

/**
 * The repository of the embedded PostgreSQL.
 * @param configures whether a running server archives by these settings from now on.
 * @throws Error if pgBackRest is not installed.
 */
export function repositoryOf(
  { backups, dataFolder }: BackupSettings,
  configures = false,
): Repository {
  const { folder, retentionDays, encryptionSecret: secret } = backups;
  return openRepository({ dataFolder, folder, retentionDays, secret }, configures);
}

/** A running server, and how pgBackRest connects to it. */
export interface BackedUpServer {
  readonly pgBackRest: PgBackRest;
  readonly url: string;
  /** Null if the server is not the embedded one. */
  readonly repository: Repository | null;
}

function externalPgBackRest({ backups }: BackupSettings, configFile: string): PgBackRest {
  const program = findPgBackRest();
  if (program !== null) return { program, configFile, stanza: backups.stanza };
  throw new Error('pgBackRest is not installed: on Debian, apt-get install pgbackrest.');
}

/**
 * Whether there may be backups: opening a repository creates its folder, and the data folder.
 * @throws Error if the backups of this shop have vanished.
 */
export function hasRepository({ backups, dataFolder }: BackupSettings): boolean {
  const { pgbackrestConfig, folder } = backups;
  if (pgbackrestConfig !== null) return true;
  demandMounted({ dataFolder, folder });
  return hasBackups(folder);
}

/** How pgBackRest reads the repository, whether or not the server runs. */
export function openBackups(settings: BackupSettings): PgBackRest {
  const { pgbackrestConfig } = settings.backups;
  if (pgbackrestConfig !== null) return externalPgBackRest(settings, pgbackrestConfig);
  return repositoryOf(settings).pgBackRest;
}

/**
 * The running server of the configuration.
 * @returns null if the embedded one does not run.
 * @throws Error with what is missing.
 */
export function openBackedUpServer(settings: BackupSettings): BackedUpServer | null {
  const { backups, database, dataFolder } = settings;
  const { ownerUrl, url } = database.orders;
  const external = ownerUrl ?? url;
  if (backups.pgbackrestConfig !== null) {
    if (external === null) throw new Error('backups.pgbackrestConfig needs database.orders.url.');
    const pgBackRest = externalPgBackRest(settings, backups.pgbackrestConfig);
    return { pgBackRest, url: external, repository: null };
  }
  const embedded = findEmbeddedPostgres(dataFolder)?.('postgres');
  if (embedded === undefined) {
    if (external === null) return null;
    throw new Error('This PostgreSQL is not the embedded one: set backups.pgbackrestConfig.');
  }
  const repository = repositoryOf(settings);
  return {
    pgBackRest: connectedTo(repository.pgBackRest, embedded),
    url: embedded,
    repository,
  };
}

/** @throws Error if the backups are of other databases. */
export async function checkBackedUp(
  settings: BackupSettings,
  { pgBackRest, url, repository }: BackedUpServer,
): Promise<void> {
  if (repository === null) await checkOneServer(settings);
  const folder = repository === null ? undefined : settings.backups.folder;
  await checkStanza(pgBackRest, url, { deadlineMs: infoDeadlineMs }, folder);
}

/**
 * Makes the embedded server of a shop that starts archive by its settings, if it archives at all. The
 * shop starts although the folder of the backups cannot be reached.
 */
export function configureArchiving(settings: BackupSettings, logger: Logger): void {
  if (!hasEmbeddedPostgres(settings) || !isArchiving(settings.dataFolder)) return;
  try {
    repositoryOf(settings, true);
  } catch (error) {
    logger.error({ err: error }, 'archiving not configured');
  }
}

/** The alerts about backups read it by a metric of each subgraph. */
const writeState = (file: string, at: Date): void =>
  replaceFile(file, `${JSON.stringify(bySubgraph(() => at.toISOString()))}\n`);

/**
 * A backup elsewhere would take the log with it, which the backups of the shop then lack.
 * @throws Error if the running server archives by other settings.
 */
function checkSameArchive({ backups, dataFolder }: BackupSettings, { configFile }: PgBackRest) {
  if (configFile === archivingConfigOf(resolve(dataFolder))) return;
  throw new Error(
    `The shop backs up to another folder than ${resolve(backups.folder)}, or with another backups.encryptionSecret or backups.retentionDays. Call this with the settings of the shop. If you have changed them, stop the shop and start it again.`,
  );
}

/**
 * Makes a backup of all databases, which are in one cluster. Only a whole one counts as made.
 * @throws Error with the reason.
 */
export async function backUp(
  settings: BackupSettings,
  server: BackedUpServer,
  type: BackupType,
  signal?: AbortSignal,
): Promise<Backup> {
  const { pgBackRest, url, repository } = server;
  const { dataFolder, backups } = settings;
  const common = { pgBackRest, url, type, signal, deadlineMs: backupDeadlineMs };
  let made: Backup;
  if (repository === null) {
    await checkOneServer(settings);
    made = await makeBackup(common);
  } else {
    if (isArchiving(dataFolder)) checkSameArchive(settings, pgBackRest);
    else repositoryOf(settings, true);
    // pgBackRest refuses it, too, without saying what to do.
    await checkBackedUp(settings, server);
    // The repository has taken the secret, so that nothing in plain text lies beside encrypted files.
    const onPrepared = () => {
      sealFiles(dataFolder, sealedNames, repository.sealedFile, backups.encryptionSecret);
      beginArchiving(dataFolder, repository.folder);
    };
    const embedded = { archiveSeconds, retentionDays: backups.retentionDays, onPrepared };
    made = await whileLocked(dataFolder, () => makeBackup({ ...common, ...embedded }));
  }
  writeState(backups.stateFile, made.endedAt);
  return made;
}

const msPerHour = 3_600_000;
/** Runs an hour apart may be half an hour off. */
const earlyMs = msPerHour / 2;

/**
 * The kind of backup that is due; null if none is. A backup that a clock made which was ahead counts
 * by its distance: pgBackRest then refuses the next one by a message about the clock.
 */
export function dueBackup(
  made: readonly Pick<Backup, 'type' | 'startedAt'>[],
  { fullHours, incrementalHours }: Pick<Configuration['backups'], 'fullHours' | 'incrementalHours'>,
  now: Date,
): BackupType | null {
  const isDue = (last: { startedAt: Date } | undefined, every: number | null) =>
    every !== null &&
    (last === undefined ||
      Math.abs(now.getTime() - last.startedAt.getTime()) >= every * msPerHour - earlyMs);
  const lastFull = made.findLast(({ type }) => type === 'full');
  if (isDue(lastFull, fullHours)) return 'full';
  return isDue(made.at(-1), incrementalHours) ? 'incr' : null;
}

/** Scheduled backups: of an external server, or of the embedded one from its first backup on. */
export interface ScheduledBackups {
  /** @returns the backup that it made; null if none was due. */
  run(signal: AbortSignal): Promise<Backup | null>;
}

export function scheduledBackups(settings: BackupSettings): ScheduledBackups {
  return {
    async run(signal) {
      const { backups, dataFolder } = settings;
      if (backups.pgbackrestConfig === null) {
        // The mark stays in the data folder of a shop that has moved to a server of its own.
        if (!isArchiving(dataFolder) || findEmbeddedPostgres(dataFolder) === null) return null;
        repositoryOf(settings, true);
      }
      const server = openBackedUpServer(settings);
      if (server === null) return null;
      const made = await listBackups(server.pgBackRest, { deadlineMs: infoDeadlineMs, signal });
      const type = dueBackup(made, backups, new Date());
      if (type !== null) return backUp(settings, server, type, signal);
      const whole = made.findLast(({ isDamaged }) => !isDamaged);
      if (whole === undefined) return null;
      // Another program may have made it, or a process that ended before it wrote this.
      await checkBackedUp(settings, server);
      writeState(backups.stateFile, whole.endedAt);
      return null;
    },
  };
}
