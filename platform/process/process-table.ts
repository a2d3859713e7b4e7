import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Whether a process with this id exists, even if we may not signal it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // A zombie accepts signals but has exited.
  return statusFields(pid)[0] !== 'Z';
}

/** The fields of /proc/<pid>/stat from the state on; empty if there is no such file. */
function statusFields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

const startTimeField = 19;

/**
 * The start time in clock ticks since boot, which tells processes apart that had the same id. Empty
 * if there is no /proc.
 */
export function startTimeOf(pid: number): string {
  return statusFields(pid)[startTimeField] ?? '';
}

/** The command line of a process; empty if it has exited. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    const { stdout } = spawnSync('ps', ['-p', `${pid}`, '-o', 'command='], { encoding: 'utf8' });
    return (stdout ?? '').trim();
  }
}

const pollMs = 20;

/** Resolves to whether the condition came true within the time. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  deadlineMs: number,
): Promise<boolean> {
  const end = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > end) return false;
    await pause(pollMs);
  }
  return true;
}

/**
 * Sends a signal to a process, or to a group by its negative id.
 * @returns false if it has ended.
 */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Stops a process that is not our child, as `endChild` does. @returns whether it has exited. */
export async function endForeignProcess(
  pid: number,
  signals: readonly (readonly [NodeJS.Signals, number])[],
): Promise<boolean> {
  for (const [signal, deadlineMs] of signals) {
    if (!isAlive(pid) || !sendSignal(pid, signal)) return true;
    if (await waitUntil(() => !isAlive(pid), deadlineMs)) return true;
  }
  return !isAlive(pid);
}
