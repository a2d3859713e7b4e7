import { dataFolderHolder } from '../../platform/process/data-folder';
import { NotRunningError } from '../program/exit-codes';
import { noDataFolderText } from '../program/no-shop';
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
  const otherwise = setting === undefined ? '' : `, or set ${setting}`;
  const stopped = `The shop does not run. Start it with npm start${otherwise}.`;
  return new NotRunningError(noDataFolderText(dataFolder, setting) ?? stopped, { cause });
}
