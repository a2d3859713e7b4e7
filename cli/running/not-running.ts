import { existsSync } from 'node:fs';
import { dataFolderHolder } from '../../platform/process/data-folder';
import { NotRunningError } from '../program/exit-codes';
import { noShopText } from '../program/no-shop';
import { otherCommandText } from './other-command';

/**
 * The failure of a command that found no database of the shop.
 * @param setting names a database that it would use instead.
 */
export function notRunning(dataFolder: string, setting?: string, cause?: unknown): NotRunningError {
  const pid = dataFolderHolder(dataFolder);
  if (pid !== null) {
    const starting = `The shop is starting or stopping (process ${pid}). Try again when orderprocessing status says that it is ready.`;
    return new NotRunningError(otherCommandText(pid, dataFolder) ?? starting, { cause });
  }
  if (!existsSync(dataFolder)) {
    return new NotRunningError(noShopText(dataFolder, 'does not exist', setting), { cause });
  }
  const otherwise = setting === undefined ? '' : `, or set ${setting}`;
  return new NotRunningError(`The shop does not run. Start it with npm start${otherwise}.`, {
    cause,
  });
}
