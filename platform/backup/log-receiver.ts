import { chownSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  currentTimelineOf,
  hasReceiverSlot,
  isReceiverStreaming,
  lastArchivedSegment,
  systemIdOf,
} from '../database/archived-log';
import { logCopyName } from '../database/embedded-archiving';
import { libpqVariables } from '../database/libpq';
import { createFolder } from '../files/make-folder';
import { type Child, type ChildAccount, endChild, startChild } from '../process/child';
import { waitUntil } from '../process/process-table';
import { runProgram } from '../process/run-program';
import { supervise } from '../process/supervisor';
import type { Logger } from '../telemetry/logger';
import { timelineOf } from './log-positions';
import { findPostgresProgram } from './postgres-programs';

export interface LogReceiverOptions {
  /** The URL of the running server, with the account of a superuser. */
  readonly url: string;
  /** The folder of the backups; below it, the log has a folder for each cluster. */
  readonly folder: string;
  /** The account that owns the folder; this process's own if absent. */
  readonly account?: ChildAccount;
  readonly logger: Logger;
  /** Called when the receiver died and could not be restarted: no commit can succeed without it. */
  readonly onLost: (reason: string) => void;
}

const readyDeadlineMs = 30_000;
const slotDeadlineMs = 30_000;
const pruneEveryMs = 10_000;
const lastLinesMax = 5;
const endSignals = [
  ['SIGINT', 5_000],
  ['SIGKILL', 2_000],
] as const;

/** The names of complete segments; the one that is being written ends with `.partial`. */
const segmentPattern = /^[0-9A-F]{24}$/;

/** The folder in which the log of a cluster is received. */
export const receivedFolderOf = (backupFolder: string, systemId: string): string =>
  join(backupFolder, 'received', systemId);

/**
 * Moves received log aside if its newest segment, where the receiver would continue, is of a
 * timeline that this server does not have. That is so after a return to a former cluster.
 */
function moveLeftLogAside(received: string, current: number): void {
  if (!existsSync(received)) return;
  const timelines = readdirSync(received).map((name) => timelineOf(name));
  const newest = Math.max(0, ...timelines.filter((timeline) => !Number.isNaN(timeline)));
  if (newest <= current) return;
  const aside = `${received}.timeline-${newest}`;
  rmSync(aside, { recursive: true, force: true });
  renameSync(received, aside);
}

/**
 * Opens the folder for received log. A new slot begins at the present, so segments of an earlier
 * one are deleted: a restore has used them, or the copy was off for a time.
 */
async function openFolder({ url, folder, account }: LogReceiverOptions): Promise<string> {
  const received = receivedFolderOf(folder, await systemIdOf(url));
  if (!(await hasReceiverSlot(url))) rmSync(received, { recursive: true, force: true });
  moveLeftLogAside(received, await currentTimelineOf(url));
  // The account only needs to traverse the first of the two folders.
  createFolder(dirname(received), 0o711);
  createFolder(received, 0o700);
  if (account) chownSync(received, account.uid, account.gid);
  return received;
}

/** Deletes received segments that are in the archive. */
async function prune(url: string, received: string): Promise<void> {
  const last = await lastArchivedSegment(url);
  for (const file of readdirSync(received)) {
    if (segmentPattern.test(file) && file <= last) rmSync(join(received, file), { force: true });
  }
}

/**
 * Receives the log of the embedded server into the folder of its backups. The server delays each
 * commit until the copy is on the disk.
 * @returns a function that ends it.
 * @throws Error with one sentence if it does not start.
 */
export async function startLogReceiver(options: LogReceiverOptions): Promise<() => Promise<void>> {
  const { url, account, logger } = options;
  const program = await findPostgresProgram('pg_receivewal');
  const received = await openFolder(options);
  const environment = { ...libpqVariables(url), PGAPPNAME: logCopyName };
  const common = [`--slot=${logCopyName}`, '--no-password'];
  await runProgram(program, {
    account,
    environment,
    deadlineMs: slotDeadlineMs,
    args: [...common, '--create-slot', '--if-not-exists'],
  });

  const launch = async (): Promise<Child> => {
    const last: string[] = [];
    const child = await startChild({
      command: program,
      account,
      deathSignal: 'SIGINT',
      workingFolder: '/',
      args: [...common, `--directory=${received}`, '--synchronous', '--no-loop'],
      environment: { LC_ALL: 'C', TZ: 'UTC', ...environment },
      onLine: (line) => {
        logger.debug({ line }, 'pg_receivewal');
        if (last.push(line) > lastLinesMax) last.shift();
      },
    });
    let hasEnded = false;
    void child.exited.then(() => {
      hasEnded = true;
    });
    // The server may be starting again.
    const isDecided = async () => hasEnded || (await isReceiverStreaming(url).catch(() => false));
    if ((await waitUntil(isDecided, readyDeadlineMs)) && !hasEnded) return child;
    await endChild(child, endSignals);
    throw new Error(`The log of PostgreSQL is not received: ${last.join(' ')}`);
  };

  const receiver = supervise(await launch(), {
    name: 'pg_receivewal',
    logger,
    launch,
    endSignals,
    onLost: options.onLost,
  });
  const pruning = setInterval(() => {
    // The server may be starting again; the next turn deletes what this one leaves.
    prune(url, received).catch((error: Error) => logger.debug({ err: error }, 'log not pruned'));
  }, pruneEveryMs).unref();
  return async () => {
    clearInterval(pruning);
    await receiver.stop();
  };
}

/** The received segments of a cluster, including the received part of an unfinished one. */
export function receivedSegments(
  backupFolder: string,
  systemId: string,
): { readonly file: string; readonly segment: string }[] {
  const received = receivedFolderOf(backupFolder, systemId);
  if (!existsSync(received)) return [];
  return readdirSync(received).map((name) => ({
    file: join(received, name),
    segment: name.replace(/\.partial$/, ''),
  }));
}
