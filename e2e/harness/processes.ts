import { execFileSync } from 'node:child_process';
import { commandOf, isAlive } from '../../platform/process/process-table';
import { childrenOf, type ShopProcess } from './process-children';
import { eventually, type Shop } from './shop';

/** The children of the supervisor. */
export const processesOf = (shop: Shop): ShopProcess[] => childrenOf(shop.process.pid);

/** @throws Error if no process runs it. */
export function pidOf(shop: Shop, command: string): number {
  const found = processesOf(shop).find((child) => child.command.includes(command));
  if (!found) throw new Error(`there is no process of ${command}`);
  return found.pid;
}

/**
 * Those of the processes that still run. Commands are compared, because an id may have been reused.
 */
export function leftOf(children: readonly ShopProcess[]): string[] {
  const isLeft = (child: ShopProcess) =>
    isAlive(child.pid) && commandOf(child.pid) === child.command;
  return children.filter(isLeft).map(({ command }) => command);
}

/** Processes whose command line names the folder: ours, however they were started. */
export function processesIn(dataFolder: string): string[] {
  const list = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' });
  return list.split('\n').filter((line) => line.includes(dataFolder));
}

/** Kills the supervisor, and waits until its processes have ended. */
export async function killAndAwaitEnd(shop: Shop): Promise<void> {
  const children = processesOf(shop).filter(({ command }) => command.includes('/dist/'));
  shop.process.kill('SIGKILL');
  await shop.ended();
  await eventually('the end of its processes', async () => leftOf(children).length === 0);
}
