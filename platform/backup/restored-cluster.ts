import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isInRecovery } from '../database/archived-log';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../database/embedded';
import { restoreCommand } from '../database/embedded-archiving';
import { clusterFolders } from '../database/embedded-cluster';
import type { Logger } from '../telemetry/logger';
import { type Backup, listBackups } from './backup-list';
import { findGap, type LogGap } from './log-gap';
import { receivedSegments } from './log-receiver';
import { type PgBackRest, PgBackRestError, runPgBackRest } from './pgbackrest';
import { RecoveryLog } from './recovery-log';
import type { Repository } from './repository';
import { planRestore, type RestorePlan, type RestoreWish } from './restore-plan';
import { readRestorePoints } from './restore-points';
import { giveToPostgres, prepareStaging, type RestorePurpose } from './restore-staging';
import { targetOptions } from './restore-target';

export interface RestoringCluster extends RestoreWish {
  readonly repository: Repository;
  /** The data folder of the cluster to replace. */
  readonly dataFolder: string;
  readonly purpose: RestorePurpose;
  /** The deadline for copying the files; replaying the log has the same deadline again. */
  readonly deadlineMs: number;
  readonly logger: Logger;
}

/** A restored cluster beside the one to replace; it accepts writes, and archives nothing yet. */
export interface RestoredCluster {
  readonly server: EmbeddedPostgres;
  readonly backup: Backup;
  /** Newer backups that could not be used, and why. */
  readonly passedOver: readonly { readonly label: string; readonly reason: string }[];
  readonly timeline: number;
  /** The time of the last replayed commit; null if the log after the backup has none. */
  readonly lastCommitAt: Date | null;
  /** Archived log after the end of recovery; null if it was replayed up to the target. */
  readonly gap: LogGap | null;
}

/** The target was not reached, because archived log before it cannot be replayed. */
export class LogGapError extends Error {
  constructor(readonly gap: LogGap) {
    super('The moment was not reached, because log before it cannot be replayed.');
    this.name = 'LogGapError';
  }
}

const shortDeadlineMs = 60_000;
const recoveryPollMs = 100;
/** Codes of pgBackRest for files that are damaged, missing or cannot be decrypted. */
const damagedFile = /\[0(?:26|29|42|55|95)\]/;

/**
 * The system id, the first field of the control file: a restored cluster has that of its original.
 */
export const systemIdIn = (data: string): string =>
  readFileSync(join(data, 'global', 'pg_control'))
    .readBigUInt64LE(0)
    .toString();

/**
 * Copies received log into PostgreSQL's own folder, where it looks for segments that the archive
 * lacks.
 */
function addReceivedLog(staging: string, backupFolder: string): void {
  const { data } = clusterFolders(staging);
  for (const { file, segment } of receivedSegments(backupFolder, systemIdIn(data))) {
    const copy = join(data, 'pg_wal', segment);
    copyFileSync(file, copy);
    giveToPostgres(copy);
  }
}

type Replayed = Pick<RestoredCluster, 'server' | 'lastCommitAt' | 'gap'>;

/** Waits until the server has left recovery. @throws Error with the reason if it does not. */
async function untilRecovered(
  server: EmbeddedPostgres,
  log: RecoveryLog,
  deadlineMs: number,
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (log.failure === null && performance.now() < deadline) {
    // A server that is ending refuses connections, and its log is about to give the reason.
    if (!(await isInRecovery(server.tcpUrl('postgres')).catch(() => true))) return;
    await pause(recoveryPollMs);
  }
  await server.stop();
  throw new Error(log.failure ?? `The log was not replayed within ${deadlineMs / 1_000} s.`);
}

/** Starts the server, which replays its log. @throws Error if it does not reach the target. */
async function recover(staging: string, log: RecoveryLog, options: RestoringCluster) {
  const { deadlineMs, logger } = options;
  const { onLine, onLost } = log;
  const started = { dataFolder: staging, logger, holdsArchive: true, readyDeadlineMs: deadlineMs };
  let server: EmbeddedPostgres;
  try {
    server = await startEmbeddedPostgres({ ...started, onLine, onLost });
  } catch (error) {
    throw new Error(log.failure ?? (error as Error).message, { cause: error });
  }
  await untilRecovered(server, log, deadlineMs);
  return server;
}

/** Replays the log, and checks that it was replayed up to the target. */
async function replay(
  staging: string,
  { archive, timeline }: RestorePlan,
  options: RestoringCluster,
): Promise<Replayed> {
  const { pgBackRest } = options.repository;
  const call = { deadlineMs: shortDeadlineMs };
  const log = new RecoveryLog();
  const search = { pgBackRest, archive, timeline, cluster: staging, call };
  let server: EmbeddedPostgres;
  try {
    server = await recover(staging, log, options);
  } catch (error) {
    const gap = log.isTargetMissed && log.end !== null ? await findGap(search, log.end) : null;
    throw gap === null ? error : new LogGapError(gap);
  }
  try {
    const { end } = log;
    if (end === null) throw new Error('PostgreSQL did not say where its recovery ended.');
    const { lastCommitAt } = end;
    if (options.target.kind === 'latest') {
      return { server, lastCommitAt, gap: await findGap(search, end) };
    }
    if (!end.isAtTarget) throw new Error('Recovery ended, and not at the moment that was meant.');
    return { server, lastCommitAt, gap: null };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function copyBackup(
  pgBackRest: PgBackRest,
  backup: Backup,
  staging: string,
  { timeline }: RestorePlan,
  { target, deadlineMs }: RestoringCluster,
): Promise<void> {
  const { program, configFile } = pgBackRest;
  const { data } = clusterFolders(staging);
  const args = [
    `--pg1-path=${data}`,
    `--recovery-option=restore_command=${restoreCommand(program, configFile, data)}`,
    `--set=${backup.label}`,
    `--target-timeline=${timeline.id}`,
    // A second attempt would read the same, because the repository is a folder.
    '--job-retry=0',
    ...targetOptions(target),
  ];
  await runPgBackRest(pgBackRest, 'restore', args, { deadlineMs });
}

/**
 * Restores a backup into a new cluster beside the current one, and replays the archived and the
 * received log up to the target. If the files of a backup are damaged, the previous one is used.
 * @throws Error with the reason if the target cannot be reached, LogGapError if log is damaged.
 */
export async function restoreCluster(options: RestoringCluster): Promise<RestoredCluster> {
  const { repository, dataFolder, purpose } = options;
  const { pgBackRest, pointsFile } = repository;
  const call = { deadlineMs: shortDeadlineMs };
  const all = await listBackups(pgBackRest, call);
  const points = readRestorePoints(pointsFile);
  const plan = await planRestore(pgBackRest, all, points, options, call);
  const passedOver = plan.passedOver.map(({ label, damage }) => ({
    label,
    reason: damage ?? 'pages of the databases were damaged when it was made',
  }));
  for (const backup of plan.backups) {
    const staging = await prepareStaging(dataFolder, purpose);
    try {
      await copyBackup(pgBackRest, backup, staging, plan, options);
    } catch (error) {
      const isDamaged = error instanceof PgBackRestError && damagedFile.test(error.reason);
      if (!isDamaged || backup === plan.backups.at(-1)) throw error;
      passedOver.push({ label: backup.label, reason: error.reason });
      continue;
    }
    addReceivedLog(staging, repository.folder);
    const replayed = await replay(staging, plan, options);
    return { ...replayed, backup, passedOver, timeline: plan.timeline.id };
  }
  throw new Error('There is no backup to restore.');
}
