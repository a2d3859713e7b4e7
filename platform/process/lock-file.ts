import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, startTimeOf, waitUntil } from './process-table';

const attemptsMax = 5;
/** A change of some files takes a moment. */
const turnDeadlineMs = 30_000;

/** The holder is identified by process id and start time, because ids are reused. */
function identityOf(pid: number): string {
  return `${pid} ${startTimeOf(pid)}`;
}

function holderOf(lock: string): { pid: number; alive: boolean } | null {
  try {
    const text = readFileSync(lock, 'utf8').trim();
    const pid = Number.parseInt(text, 10);
    return { pid, alive: isAlive(pid) && identityOf(pid).trim() === text };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function linkIfFree(file: string, lock: string): boolean {
  try {
    linkSync(file, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function discard(lock: string): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return;
  }
  // Another process may have placed its lock since the check. A link does not replace a third one.
  if (holderOf(aside)?.alive) linkIfFree(aside, lock);
  rmSync(aside, { force: true });
}

/**
 * Takes a lock for this process. A link never replaces a file, so only one of two gets it. The lock
 * of a dead process is moved aside first; if two try that, the second finds nothing to move.
 * @returns null if it was free; otherwise the process that holds it.
 */
export function takeLock(lock: string): number | null {
  const draft = `${lock}.${process.pid}`;
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    try {
      writeFileSync(draft, `${identityOf(process.pid)}\n`);
      if (linkIfFree(draft, lock)) return null;
    } finally {
      rmSync(draft, { force: true });
    }
    const holder = holderOf(lock);
    if (holder?.alive) return holder.pid;
    if (holder) discard(lock);
  }
  throw new Error(`${lock} changes hands all the time. Try again.`);
}

/** The process that holds the lock; null if none does. */
export function lockHolder(lock: string): number | null {
  const holder = holderOf(lock);
  return holder?.alive ? holder.pid : null;
}

/**
 * Runs a task while no other one runs under this lock, in any process: two that read a file, and
 * write it with a change, would lose one of the changes.
 * @throws Error if another one does not end in time.
 */
export async function inTurn<Result>(
  lock: string,
  task: () => Result | Promise<Result>,
): Promise<Result> {
  if (!(await waitUntil(() => takeLock(lock) === null, turnDeadlineMs))) {
    throw new Error(`Process ${lockHolder(lock)} holds ${lock}. Wait until it ends.`);
  }
  try {
    return await task();
  } finally {
    rmSync(lock, { force: true });
  }
}
