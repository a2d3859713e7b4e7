import {
  hasRestoredCluster,
  type RestoreResult,
  readRestoreResult,
} from '../../platform/backup/restore-staging';
import { CommandError } from '../program/exit-codes';
import { restoreAgain } from './texts';

/**
 * What the comparison of the restored cluster that waits has found.
 * @throws CommandError unless such a cluster is complete and was compared.
 */
export function waitingResult(dataFolder: string): RestoreResult {
  if (!hasRestoredCluster(dataFolder)) {
    throw new CommandError(
      'No restored cluster is waiting, and nothing was changed. Call orderprocessing restore first.',
    );
  }
  const result = readRestoreResult(dataFolder);
  if (result !== null) return result;
  throw new CommandError(
    `The restored cluster is not complete: its restore or its comparison did not end. Nothing was changed. Call ${restoreAgain}.`,
  );
}
