import type { Configuration } from '../../config/schema';
import { beginArchiving } from '../../platform/backup/repository';
import { hasRestoredCluster, readRestoreResult } from '../../platform/backup/restore-staging';
import { putBack, putIntoPlace } from '../../platform/backup/switch-clusters';
import { dataFolderHolder, openDataFolder } from '../../platform/process/data-folder';
import { CommandError } from '../program/exit-codes';
import { printResult } from '../program/results';
import type { RestoreOptions } from './options';
import { gapLines } from './texts';

/** @throws CommandError while the shop runs. */
function whileStopped<Result>(dataFolder: string, option: string, change: () => Result): Result {
  if (dataFolderHolder(dataFolder) !== null) {
    throw new CommandError(
      `The shop runs, and nothing was changed. Call orderprocessing stop, then orderprocessing restore ${option}.`,
    );
  }
  const folder = openDataFolder(dataFolder);
  try {
    return change();
  } finally {
    folder.release();
  }
}

/** @throws CommandError unless a restored cluster is complete and was compared. */
function checkRestored(dataFolder: string, acceptGap: boolean): void {
  if (!hasRestoredCluster(dataFolder)) {
    throw new CommandError('No restored cluster is waiting. Call orderprocessing restore first.');
  }
  const result = readRestoreResult(dataFolder);
  if (result === null) {
    throw new CommandError(
      'The restored cluster is not complete: its restore or its comparison did not end. Nothing was changed. Call orderprocessing restore again.',
    );
  }
  if (result.gap === null || acceptGap) return;
  throw new CommandError(
    `${gapLines(result.gap).join('\n')}\nNothing was changed. To lose that log, call orderprocessing restore --switch --accept-gap.`,
  );
}

/**
 * @returns the folder of the former cluster; null if there was none.
 * @throws CommandError while the shop runs, or if the restored cluster is not what it must be.
 */
export function switchClusters({ dataFolder }: Configuration, acceptGap: boolean): string | null {
  return whileStopped(dataFolder, '--switch', () => {
    checkRestored(dataFolder, acceptGap);
    const keptIn = putIntoPlace(dataFolder, new Date());
    beginArchiving(dataFolder);
    return keptIn;
  });
}

export const inPlaceText = (keptIn: string | null): string =>
  [
    'The restored cluster is in place. Start the shop with npm start, and make a backup.',
    ...(keptIn === null
      ? []
      : [
          `The former cluster is in ${keptIn}: delete it when all is well, or call orderprocessing restore --back to return to it.`,
        ]),
  ].join('\n');

/** Returns to the cluster that the last switch replaced. @throws CommandError if there is none. */
export function returnToFormer({ dataFolder }: Configuration, options: RestoreOptions): void {
  const done = whileStopped(dataFolder, '--back', () => putBack(dataFolder, new Date()));
  if (done === null) throw new CommandError('There is no former cluster in the data folder.');
  const { from, keptIn } = done;
  const lines = [
    `The former cluster (${from}) is in place again. Start the shop with npm start, and make a backup.`,
    ...(keptIn === null
      ? []
      : [`The one that was in place is in ${keptIn}: delete it when all is well.`]),
  ];
  printResult(options, { isInPlace: true, from, keptIn }, `${lines.join('\n')}\n`);
}
