import {
  hasRestoredCluster,
  type RestoreResult,
  readRestoreResult,
} from '../../platform/backup/restore-staging';
import { lastWrittenAt } from '../../platform/backup/switch-clusters';
import { CommandError } from '../program/exit-codes';
import { restoreAgain } from './texts';

/**
 * An outdated cluster in place would lose newer orders, and reconciling it would give their money
 * back.
 */
function checkNotOutdated(dataFolder: string, { begunAt }: RestoreResult): void {
  const writtenAt = lastWrittenAt(dataFolder);
  if (writtenAt === null || writtenAt < begunAt) return;
  throw new CommandError(
    `The current databases were written to at ${writtenAt.toISOString()}, and the restore began at ${begunAt.toISOString()}: the restored cluster lacks what came between. Nothing was changed. Call ${restoreAgain}.`,
  );
}

/**
 * What the comparison of the restored cluster that waits has found.
 * @throws CommandError unless such a cluster is complete, was compared, and lacks nothing that the
 * shop has written since.
 */
export function waitingResult(dataFolder: string): RestoreResult {
  if (!hasRestoredCluster(dataFolder)) {
    throw new CommandError(
      'No restored cluster is waiting, and nothing was changed. Call orderprocessing restore first.',
    );
  }
  const result = readRestoreResult(dataFolder);
  if (result !== null) {
    checkNotOutdated(dataFolder, result);
    return result;
  }
  throw new CommandError(
    `The restored cluster is not complete: its restore or its comparison did not end. Nothing was changed. Call ${restoreAgain}.`,
  );
}
