import { execFileSync } from 'node:child_process';
import type { Shop } from './shop';

/** A process, with what it runs. */
export interface ShopProcess {
  readonly pid: number;
  readonly command: string;
}

/** Processes that another one has started. */
export function childrenOf(parentPid: number | undefined): ShopProcess[] {
  const list = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return list.split('\n').flatMap((line) => {
    const [, pid, parent, command = ''] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? [];
    return Number(parent) === parentPid ? [{ pid: Number(pid), command }] : [];
  });
}

/** Processes that the supervisor has started. */
export const processesOf = (shop: Shop): ShopProcess[] => childrenOf(shop.process.pid);

/** @throws Error while no process runs it. */
export function pidOf(shop: Shop, command: string): number {
  const found = processesOf(shop).find((child) => child.command.includes(command));
  if (!found) throw new Error(`there is no process of ${command}`);
  return found.pid;
}
