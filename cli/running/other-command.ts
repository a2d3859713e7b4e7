import path from 'node:path';
import { dataFolderHolder } from '../../platform/process/data-folder';
import { commandOf } from '../../platform/process/process-table';
import { CommandError } from '../program/exit-codes';

const programs: ReadonlySet<string> = new Set(['orderprocessing', 'orderprocessing.js']);

/**
 * Says that a command such as `import` uses the data folder.
 * @param pid the process that holds it.
 * @returns null for the shop, and for a process that runs something else.
 */
export function otherCommandText(pid: number, dataFolder: string): string | null {
  const words = commandOf(pid).split(' ');
  const at = words.findLastIndex(
    (word, place) => programs.has(path.basename(word)) && /^[a-z-]+$/.test(words[place + 1] ?? ''),
  );
  const name = at === -1 ? 'start' : words[at + 1];
  if (name === 'start') return null;
  return `The shop does not run: orderprocessing ${name} (process ${pid}) uses the data folder ${path.resolve(dataFolder)}. Wait until it ends, or end it with: kill ${pid}`;
}

/** @throws CommandError if the process that holds the data folder is not the shop. */
export function refuseOtherCommand(pid: number, dataFolder: string): void {
  const text = otherCommandText(pid, dataFolder);
  if (text !== null) throw new CommandError(text);
}

/**
 * The server that a command has started for itself is not that of a shop: it ends with the command,
 * and a dump takes it that nobody writes.
 * @throws CommandError if another command holds the data folder.
 */
export function refuseServerOfCommand(dataFolder: string): void {
  const holder = dataFolderHolder(dataFolder);
  if (holder !== null && holder !== process.pid) refuseOtherCommand(holder, dataFolder);
}
