import { type HeadFiles, headFiles, type PublishedHead } from '../../platform/audit/head-files';
import type { RestoredCluster } from '../../platform/backup/restored-cluster';
import type { Ledger } from '../../verify/ledger';
import { openLedger } from '../../verify/open-ledger';
import { type ReadLedger, readFirst } from '../../verify/read-first';
import type { Restoring } from './options';
import { reachSandbox } from './reach-sandbox';

type RestoredEnd = Pick<RestoredCluster, 'backup' | 'lastCommitAt'>;

/** What is outside the databases, as it was before their log was archived for the restore. */
export interface Outside {
  /** Null if payments are not compared. */
  readonly ledger: Ledger | null;
  /** The published heads that the restored audit log must have. */
  headsFor(restored: RestoredEnd): Pick<HeadFiles, 'all'>;
  close(): void;
}

/** A log whose last commit is newer than a head contains the link of that head. */
const isBefore = ({ at }: PublishedHead, { backup, lastCommitAt }: RestoredEnd): boolean =>
  Date.parse(at) < (lastCommitAt ?? backup.endedAt).getTime();

/**
 * The heads that a rehearsal compares: a log that was archived afterwards must have all that were
 * read, any other log only those that were published before it ends.
 */
export const rehearsedHeads = (
  published: readonly PublishedHead[],
  isArchivedAfterwards: boolean,
  restored: RestoredEnd,
): PublishedHead[] => published.filter((head) => isArchivedAfterwards || isBefore(head, restored));

async function ledgerOf(restoring: Restoring): Promise<Ledger | null> {
  if (restoring.options.withoutLedger) return null;
  return openLedger(restoring.configuration.payments, await reachSandbox(restoring));
}

/**
 * Reads what the restored databases are compared with. The shop may run, and changes it while they
 * are restored.
 * @param isArchivedAfterwards whether all of the shop's log is archived next, and restored.
 */
export async function readOutside(
  restoring: Restoring,
  isArchivedAfterwards: boolean,
): Promise<Outside> {
  const { configuration, options } = restoring;
  const published = headFiles(configuration.dataFolder).all();
  const isRehearsal = options.rehearse ?? false;
  const ledger = await ledgerOf(restoring);
  const read: ReadLedger | null =
    ledger !== null && isRehearsal && isArchivedAfterwards ? await readFirst(ledger) : null;
  return {
    ledger: read ?? ledger,
    headsFor: (restored) => ({
      all: () =>
        isRehearsal ? rehearsedHeads(published, isArchivedAfterwards, restored) : [...published],
    }),
    close: () => read?.close(),
  };
}
