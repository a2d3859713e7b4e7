import type { Configuration } from '../../config/schema';
import { beginArchiving } from '../../platform/backup/repository';
import { putBack, putIntoPlace } from '../../platform/backup/switch-clusters';
import { dataFolderHolder, lockFolder } from '../../platform/process/data-folder';
import { CommandError } from '../program/exit-codes';
import { printResult } from '../program/results';
import type { Accepted, RestoreOptions } from './options';
import { gapLines, openPaymentLines, restoreAgain, switchCall } from './texts';
import { waitingResult } from './waiting-result';

/** @throws CommandError that names the call to make once the shop has stopped, while it runs. */
export function demandStopped(dataFolder: string, call: string): void {
  if (dataFolderHolder(dataFolder) === null) return;
  throw new CommandError(
    `The shop runs, and nothing was changed. Call orderprocessing stop, then ${call}.`,
  );
}

/** @throws CommandError while the shop runs. */
function whileStopped<Result>(dataFolder: string, call: string, change: () => Result): Result {
  demandStopped(dataFolder, call);
  const folder = lockFolder(dataFolder);
  try {
    return change();
  } finally {
    folder.release();
  }
}

/** @throws CommandError unless a restored cluster was compared, and what it lacks is accepted. */
function checkRestored(dataFolder: string, accepted: Accepted): void {
  const { gap, unknownEffects: openPayments } = waitingResult(dataFolder);
  const isGapOpen = gap !== null && !accepted.acceptGap;
  const isPaymentOpen = (openPayments ?? 0) > 0 && !accepted.acceptOpenPayments;
  if (!isGapOpen && !isPaymentOpen) return;
  const call = switchCall(gap !== null, (openPayments ?? 0) > 0);
  throw new CommandError(
    [
      ...(isGapOpen ? gapLines(gap) : []),
      ...(isPaymentOpen ? openPaymentLines(openPayments ?? 0) : []),
      `Nothing was changed. To put it into place all the same, call ${call}.`,
    ].join('\n'),
  );
}

/**
 * @returns the folder of the former cluster; null if there was none.
 * @throws CommandError while the shop runs, or if the restored cluster is not what it must be.
 */
export function switchClusters(
  { dataFolder, backups }: Configuration,
  accepted: Accepted,
): string | null {
  return whileStopped(dataFolder, restoreAgain, () => {
    checkRestored(dataFolder, accepted);
    const keptIn = putIntoPlace(dataFolder, new Date());
    beginArchiving(dataFolder, backups.folder);
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
  const done = whileStopped(dataFolder, 'orderprocessing restore --back', () =>
    putBack(dataFolder, new Date()),
  );
  if (done === null)
    throw new CommandError(
      'No switch is left to be undone: there is no former cluster in the data folder, or it is in place. Nothing was changed.',
    );
  const { from, keptIn } = done;
  const lines = [
    `The former cluster (${from}) is in place again. Start the shop with npm start, and make a backup.`,
    ...(keptIn === null
      ? []
      : [`The one that was in place is in ${keptIn}: delete it when all is well.`]),
  ];
  printResult(options, { isInPlace: true, from, keptIn }, `${lines.join('\n')}\n`);
}
