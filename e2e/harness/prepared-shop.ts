import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { pollMs, startDeadlineMs } from './deadlines';

/** Shared by the whole run, so that later shops reuse compiled code and data of the first one. */
const folder = inject('shopFolder');
const prepared = path.join(folder, 'prepared');
const failed = path.join(folder, 'failed');

/** Keeps file owners, because PostgreSQL runs as another account if this is root. */
async function copy(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}

/** The first caller runs the task; others wait for it. */
function claim(): boolean {
  try {
    mkdirSync(path.join(folder, 'claimed'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isPrepared(): Promise<void> {
  const deadline = Date.now() + startDeadlineMs;
  while (!existsSync(prepared)) {
    if (existsSync(failed)) throw new Error('Starting the first shop of this run failed.');
    if (Date.now() > deadline) throw new Error('The first shop of this run did not start in time.');
    await delay(pollMs);
  }
}

/**
 * Copies the data of a shop that was started and stopped once into a new folder: with database,
 * migrations and demo data a start takes half the time.
 * @param prepare starts and stops a shop in the given folder, once per run.
 */
export async function copyPrepared(
  to: string,
  prepare: (folder: string) => Promise<void>,
): Promise<void> {
  if (claim()) {
    const first = path.join(folder, 'first');
    try {
      mkdirSync(first);
      await prepare(first);
      renameSync(path.join(first, 'data'), prepared);
    } catch (error) {
      mkdirSync(failed);
      throw error;
    }
  } else await isPrepared();
  await copy(prepared, path.join(to, 'data'));
}
