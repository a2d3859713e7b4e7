import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { recoveryOf } from '../database/archived-log';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../database/embedded';
import { postgresAccount } from '../database/embedded-account';
import { clusterFolders } from '../database/embedded-cluster';
import type { Logger } from '../telemetry/logger';
import { type Backup, listBackups } from './backup-list';
import { receivedSegments } from './log-receiver';
import { runPgBackRest } from './pgbackrest';
import type { Repository } from './repository';
import { readRestorePoints } from './restore-points';
import { chooseBackup, type RestoreTarget, targetOptions } from './restore-target';

export interface RestoringCluster {
  readonly repository: Repository;
  /** Of the cluster to replace. */
  readonly dataFolder: string;
  readonly target: RestoreTarget;
  /** For copying the files, and again for replaying the log. */
  readonly deadlineMs: number;
  readonly logger: Logger;
}

/** A restored cluster beside the one to replace; it accepts writes, and archives nothing yet. */
export interface RestoredCluster {
  readonly server: EmbeddedPostgres;
  readonly backup: Backup;
  /** The last commit that was replayed; null if the log after the backup has none. */
  readonly lastCommitAt: Date | null;
}

const infoDeadlineMs = 60_000;
const recoveryPollMs = 100;

/** The data folder of the restored cluster until it replaces the other one. */
export const stagingOf = (dataFolder: string): string => join(resolve(dataFolder), 'restored');

/** What PostgreSQL logs when the target cannot be reached, and what it means. */
const hopeless: readonly (readonly [RegExp, string])[] = [
  [
    /recovery ended before configured recovery target was reached/,
    'The archive ends before this moment, or has no such name. `orderprocessing backup list` shows the names; restore to latest for everything that is in it.',
  ],
  [
    /requested recovery stop point is before consistent recovery point/,
    'The backup ended after this moment, and there is no older one.',
  ],
];

function prepareStaging(dataFolder: string): string {
  const staging = stagingOf(dataFolder);
  rmSync(staging, { recursive: true, force: true });
  const { data, passwordFile } = clusterFolders(staging);
  mkdirSync(staging, { recursive: true, mode: 0o711 });
  mkdirSync(data, { mode: 0o700 });
  copyFileSync(clusterFolders(resolve(dataFolder)).passwordFile, passwordFile);
  giveToPostgres(data, passwordFile);
  return staging;
}

function giveToPostgres(...paths: string[]): void {
  const owner = postgresAccount();
  if (owner) for (const path of paths) chownSync(path, owner.uid, owner.gid);
}

/** The first field of the control file, which a restored cluster has from the one it is a copy of. */
const systemIdIn = (data: string): string =>
  readFileSync(join(data, 'global', 'pg_control'))
    .readBigUInt64LE(0)
    .toString();

/** PostgreSQL looks into its own folder for a segment that is not in the archive. */
function addReceivedLog(staging: string, backupFolder: string): void {
  const { data } = clusterFolders(staging);
  for (const { file, segment } of receivedSegments(backupFolder, systemIdIn(data))) {
    const copy = join(data, 'pg_wal', segment);
    copyFileSync(file, copy);
    giveToPostgres(copy);
  }
}

/** The first line of the log that says why recovery cannot succeed. */
function watchLog() {
  let reason: string | null = null;
  return {
    onLine: (line: string) => {
      reason ??= hopeless.find(([pattern]) => pattern.test(line))?.[1] ?? null;
    },
    onLost: (lost: string) => {
      reason ??= lost;
    },
    reason: () => reason,
  };
}

async function start(
  staging: string,
  { deadlineMs, logger }: RestoringCluster,
): Promise<Omit<RestoredCluster, 'backup'>> {
  const log = watchLog();
  const { onLine, onLost } = log;
  const options = { dataFolder: staging, logger, holdsArchive: true, readyDeadlineMs: deadlineMs };
  let server: EmbeddedPostgres;
  try {
    server = await startEmbeddedPostgres({ ...options, onLine, onLost });
  } catch (error) {
    throw new Error(log.reason() ?? (error as Error).message, { cause: error });
  }
  const deadline = Date.now() + deadlineMs;
  while (log.reason() === null && Date.now() < deadline) {
    // It refuses connections while it ends for a reason that its log is about to give.
    const recovery = await recoveryOf(server.tcpUrl('postgres')).catch(() => null);
    if (recovery?.isInRecovery === false) return { server, lastCommitAt: recovery.lastCommitAt };
    await pause(recoveryPollMs);
  }
  await server.stop();
  throw new Error(log.reason() ?? `The log was not replayed within ${deadlineMs / 1_000} s.`);
}

/**
 * Restores a backup into a new cluster beside the current one, and replays the log up to the target:
 * the archived one, and what was received of it beyond.
 * @throws Error with the reason if the target cannot be reached.
 */
export async function restoreCluster(options: RestoringCluster): Promise<RestoredCluster> {
  const { repository, dataFolder, target, deadlineMs } = options;
  const { pgBackRest, pointsFile } = repository;
  const backups = await listBackups(pgBackRest, { deadlineMs: infoDeadlineMs });
  const backup = chooseBackup(backups, target, readRestorePoints(pointsFile));
  const staging = prepareStaging(dataFolder);
  const args = [
    `--pg1-path=${clusterFolders(staging).data}`,
    `--set=${backup.label}`,
    ...targetOptions(target),
  ];
  await runPgBackRest(pgBackRest, 'restore', args, { deadlineMs });
  addReceivedLog(staging, repository.folder);
  return { ...(await start(staging, options)), backup };
}

export function discardRestored(dataFolder: string): void {
  rmSync(stagingOf(dataFolder), { recursive: true, force: true });
}

/** Whether a cluster has been restored and not put into place. */
export function hasRestoredCluster(dataFolder: string): boolean {
  return existsSync(clusterFolders(stagingOf(dataFolder)).data);
}

/**
 * Puts the restored cluster, which must be stopped like the current one, into the place of that.
 * @returns the folder to which the current cluster was moved; null if there was none.
 */
export function putIntoPlace(dataFolder: string, now: Date): string | null {
  const current = clusterFolders(resolve(dataFolder)).data;
  const staging = stagingOf(dataFolder);
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const aside = existsSync(current) ? `${current}.before-${stamp}` : null;
  if (aside !== null) renameSync(current, aside);
  renameSync(clusterFolders(staging).data, current);
  rmSync(staging, { recursive: true, force: true });
  return aside;
}
