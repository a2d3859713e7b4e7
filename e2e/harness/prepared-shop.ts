import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { pollMs, startDeadlineMs } from './deadlines';

/** Of the whole run: what one shop has compiled or stored, the next one need not do again. */
const folder = inject('shopFolder');
const prepared = path.join(folder, 'prepared');
const failed = path.join(folder, 'failed');

/** Node keeps the code here that it has compiled; a process with an empty one writes for a second. */
export const compileCache = path.join(folder, 'compile-cache');

/** PostgreSQL runs as another account where this is root: owners are kept. */
async function copy(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}

/** The first who asks gets the task; others wait until it is done. */
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
    if (existsSync(failed)) throw new Error('The first shop of this run could not be started.');
    if (Date.now() > deadline) throw new Error('The first shop of this run was not ready in time.');
    await delay(pollMs);
  }
}

/**
 * Puts the data of a shop that was started and stopped once into a new folder: database,
 * migrations and the demo shop are there, and a start takes half the time.
 * @param prepare starts and stops a shop in the folder that it is given: once in a run.
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
      const cacheOfParts = path.join(first, 'data', 'compile-cache');
      rmSync(cacheOfParts, { recursive: true, force: true });
      mkdirSync(compileCache, { recursive: true });
      symlinkSync(compileCache, cacheOfParts);
      renameSync(path.join(first, 'data'), prepared);
    } catch (error) {
      mkdirSync(failed);
      throw error;
    }
  } else await isPrepared();
  await copy(prepared, path.join(to, 'data'));
}
