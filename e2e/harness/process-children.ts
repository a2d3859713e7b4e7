import { execFileSync } from 'node:child_process';

/** A process with its command line. */
export interface ShopProcess {
  readonly pid: number;
  readonly command: string;
}

/** The children of a process. Programs without Vitest use it, too: the fault harness and the drills. */
export function childrenOf(parentPid: number | undefined): ShopProcess[] {
  const list = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return list.split('\n').flatMap((line) => {
    const [, pid, parent, command = ''] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? [];
    return Number(parent) === parentPid ? [{ pid: Number(pid), command }] : [];
  });
}
