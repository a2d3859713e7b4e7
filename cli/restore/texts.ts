import type { LogGap } from '../../platform/backup/log-gap';
import type { RestoredCluster } from '../../platform/backup/restored-cluster';
import { counted } from '../../platform/values/counted';
import { sizeText } from '../backup/size-text';

/** Which log was not replayed, and why. */
export function gapLines(gap: LogGap): string[] {
  const ended =
    gap.endedAt === null
      ? 'Recovery ended with the backup: none of the log after it was replayed.'
      : `Recovery ended at ${gap.endedAt.toISOString()}: the log after that was not replayed.`;
  return [
    `${ended} The archive continues to ${gap.newestAt.toISOString()}.`,
    `It ended at segment ${gap.segment}: ${gap.reason}.`,
    `Not replayed: ${counted(gap.segments, 'segment')}, ${sizeText(gap.bytes)} of log.`,
  ];
}

/** The payments that are known although their orders are in the log that was not replayed. */
export const lostPaymentsText = (unknownPayments: number | null): string =>
  unknownPayments === null
    ? 'Which payments belong to that log is unknown: payments were not compared.'
    : `The payment provider knows ${counted(unknownPayments, 'payment')} of orders that are missing (payment.unknown_order).`;

/** Why open payments are in the way, and what to do. */
export const openPaymentLines = (openPayments: number): string[] => [
  `The payment provider has the money of ${counted(openPayments, 'order')} that the restored databases do not have. A buyer who places such an order again pays twice.`,
  'Give it back first with orderprocessing reconcile --restored, or with orderprocessing reconcile once the shop runs again.',
];

/** The call that puts a restored cluster into place, with what it accepts. */
export const switchCall = (acceptsGap: boolean, acceptsOpenPayments: boolean): string =>
  [
    'orderprocessing restore --switch',
    ...(acceptsGap ? ['--accept-gap'] : []),
    ...(acceptsOpenPayments ? ['--accept-open-payments'] : []),
  ].join(' ');

/** A cluster that was restored before the shop wrote more is not put into place. */
export const restoreAgain = 'orderprocessing restore again';

export const anotherCopyText = `If another copy of backups.folder has the segment, copy it from there and call ${restoreAgain}.`;

/** What was restored, and until when. */
export function restoredLines({
  backup,
  passedOver,
  lastCommitAt,
  gap,
}: Omit<RestoredCluster, 'server'>): string[] {
  const newer = passedOver.map(
    ({ label, reason }) =>
      `The newer backup ${label} was not used, because it is damaged: ${reason}.`,
  );
  if (gap !== null) return [...newer, `Restored from ${backup.label}.`, ...gapLines(gap)];
  const last =
    lastCommitAt === null
      ? 'nothing was committed after the backup'
      : `its last commit is of ${lastCommitAt.toISOString()}`;
  return [...newer, `Restored from ${backup.label}: ${last}.`];
}
