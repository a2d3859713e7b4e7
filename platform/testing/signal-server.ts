import { execFileSync } from 'node:child_process';
import { isAlive } from '../process/process-table';

/** Signals a PostgreSQL before its children, because it would otherwise start new ones. */
export function signalServer(pid: number, name: NodeJS.Signals): void {
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  for (const one of [pid, ...children.trim().split(/\s+/).map(Number)]) {
    // A child may end by itself.
    if (isAlive(one)) process.kill(one, name);
  }
}
