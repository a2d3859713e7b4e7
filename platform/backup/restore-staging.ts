import { chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { postgresAccount } from '../database/embedded-account';
import { clusterFolders, postgresEndSignals } from '../database/embedded-cluster';
import { createFolder } from '../files/make-folder';
import { processesOf } from '../process/listening-processes';
import { endForeignProcess } from '../process/process-table';
import { replaceFile } from '../process/replace-file';

const killDeadlineMs = 5_000;

/**
 * The purpose of a restored cluster: to replace the current one, or only to show that a restore
 * works.
 */
export type RestorePurpose = 'restored' | 'rehearsal';

/** The data folder of a restored cluster beside the current one. */
export const stagingOf = (dataFolder: string, purpose: RestorePurpose): string =>
  join(resolve(dataFolder), purpose);

/** Ends the programs of a restore that was killed, which may write for a moment longer than it. */
async function endLeftovers(staging: string): Promise<void> {
  const left = ['pgbackrest', 'postgres'].flatMap((program) => processesOf(program, staging));
  const signals = [...postgresEndSignals, ['SIGKILL', killDeadlineMs]] as const;
  await Promise.all(left.map(({ pid }) => endForeignProcess(pid, signals)));
}

/**
 * Creates the folders of a restored cluster, with the password file, without which no program can
 * connect to it.
 */
export async function prepareStaging(dataFolder: string, purpose: RestorePurpose): Promise<string> {
  await discardRestored(dataFolder, purpose);
  const staging = stagingOf(dataFolder, purpose);
  const { data, sockets, passwordFile } = clusterFolders(staging);
  createFolder(staging, 0o711);
  mkdirSync(data, { mode: 0o700 });
  mkdirSync(sockets, { mode: 0o700 });
  copyFileSync(clusterFolders(resolve(dataFolder)).passwordFile, passwordFile);
  giveToPostgres(data, sockets, passwordFile);
  return staging;
}

export function giveToPostgres(...paths: string[]): void {
  const owner = postgresAccount();
  if (owner) for (const path of paths) chownSync(path, owner.uid, owner.gid);
}

/** Deletes a restored cluster, whose programs may still run where the restore was interrupted. */
export async function discardRestored(dataFolder: string, purpose: RestorePurpose): Promise<void> {
  const staging = stagingOf(dataFolder, purpose);
  await endLeftovers(staging);
  rmSync(staging, { recursive: true, force: true });
}

const time = z.iso.datetime().transform((text) => new Date(text));
const gapSchema = z.object({
  segment: z.string(),
  reason: z.string(),
  endedAt: time.nullable(),
  segments: z.number(),
  bytes: z.number(),
  newestAt: time,
});
const resultSchema = z.object({
  backup: z.string(),
  restoredTo: z.string(),
  timeline: z.number(),
  lastCommitAt: time.nullable(),
  /** What was written to the current cluster since is not in the restored one. */
  begunAt: time,
  disagreements: z.number(),
  /**
   * The number of external effects without a row in the databases; null if they were not compared.
   */
  unknownEffects: z.number().nullable(),
  /** Archived log that was not replayed; null if there is none. */
  gap: gapSchema.nullable(),
});

/** The facts about a restored cluster, written after it was compared and stopped. */
export type RestoreResult = z.output<typeof resultSchema>;

const resultFileOf = (dataFolder: string): string =>
  join(stagingOf(dataFolder, 'restored'), 'result.json');

export function writeRestoreResult(dataFolder: string, result: RestoreResult): void {
  replaceFile(resultFileOf(dataFolder), `${JSON.stringify(result, null, 2)}\n`);
}

/**
 * The result; null if nothing was restored, or the restore or its comparison did not end, or an
 * earlier release wrote it, which did not say when it began.
 */
export function readRestoreResult(dataFolder: string): RestoreResult | null {
  const file = resultFileOf(dataFolder);
  if (!existsSync(file)) return null;
  return resultSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
}

/** Whether a restore has begun whose cluster is not in place yet. */
export function hasRestoredCluster(dataFolder: string): boolean {
  return existsSync(clusterFolders(stagingOf(dataFolder, 'restored')).data);
}
