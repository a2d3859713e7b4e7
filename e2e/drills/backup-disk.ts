import { rmSync } from 'node:fs';
import path from 'node:path';
import { postgresAccount } from '../../platform/database/embedded-account';
import { msPerSecond } from '../../platform/values/time';
import { Buyers } from './buyers';
import { metricSum, millisecondsUntil } from './measure';
import { OperatedShop } from './operator/operated-shop';
import { row } from './operator/rows';
import { fillDisk, mountDisk } from './own-disk';
import {
  countAtLeast,
  type DrillReport,
  durationAtMost,
  type Figure,
  type InjectedFault,
} from './report';

export interface BackupDiskDrillOptions {
  readonly log: (line: string) => void;
}

/** Room for two backups of a demo shop and its log. */
const diskMegabytes = 256;
const ordersBefore = 5;
const ordersLeast = 20;
const waitMsMax = 180 * msPerSecond;
/** PostgreSQL tries three times, a second apart, and the gauge asks once in 5 s. */
const detectedMsMax = 30 * msPerSecond;
/** PostgreSQL waits for a minute after three failed attempts. */
const recoveredMsMax = 90 * msPerSecond;
const pausedMsMax = 5 * msPerSecond;

const broken = 'the disk of the backups is full';
const repaired = 'there is room again';

async function fillAndFree(shop: OperatedShop): Promise<[InjectedFault, Figure[]]> {
  const ballast = path.join(shop.shell.folder, 'data-backups', 'ballast');
  const buyers = new Buyers(await shop.customer());
  const typed = async (given: string[], code: number, sentence: RegExp, when = broken) =>
    row(when, await shop.shell.type(...given), { [code]: sentence });
  const typeWhileFull = async () => [
    await typed(['backup', 'verify'], 1, /The log cannot be archived.*No space left/s),
    await typed(['backup'], 1, /The disk (of \S+ )?is full\./),
    await typed(['backup', 'list'], 0, / full /),
  ];
  const filledBytes = fillDisk(ballast);
  const brokenAtMs = Date.now();
  const isShown = async () =>
    metricSum(await shop.metrics(), 'database_archiving_failing_seconds') > 0;
  const [detectedAfterMs, full] = await Promise.all([
    millisecondsUntil(brokenAtMs, isShown, waitMsMax),
    typeWhileFull(),
  ]);
  rmSync(ballast);
  const repairedAtMs = Date.now();
  const isArchived = async () => (await shop.shell.type('backup', 'verify')).code === 0;
  const recoveredAfterMs = await millisecondsUntil(repairedAtMs, isArchived, waitMsMax);
  const acknowledged = await buyers.stop();
  shop.placed.push(...acknowledged);
  const during = acknowledged.filter(({ atMs }) => atMs > brokenAtMs && atMs < repairedAtMs).length;
  return [
    {
      broken: 'The disk of the backups was full',
      detectedAfterMs,
      detectedBy: 'database_archiving_failing_seconds',
      recoveredAfterMs,
    },
    [
      countAtLeast('bytes that filled it', filledBytes, 1),
      ...full,
      durationAtMost('detected', detectedAfterMs, detectedMsMax),
      countAtLeast('orders placed while it was full', during, ordersLeast),
      durationAtMost('longest time without an order', buyers.longestGapMs, pausedMsMax),
      durationAtMost('the log is archived again', recoveredAfterMs, recoveredMsMax),
      await typed(['backup'], 0, / stored\./, repaired),
      await typed(['backup', 'verify'], 0, /have their checksums/, repaired),
    ],
  ];
}

/** The disk of the backups of a shop fills up while buyers place orders, and has room again. */
export async function runBackupDiskDrill({ log }: BackupDiskDrillOptions): Promise<DrillReport> {
  log('Starting a shop whose backups have a disk of their own.');
  await using shop = await OperatedShop.open((folder) =>
    mountDisk(path.join(folder, 'data-backups'), diskMegabytes, postgresAccount()),
  );
  await shop.shell.done('backup');
  await shop.placeArchived(ordersBefore);
  log('Filling the disk.');
  const [fault, figures] = await fillAndFree(shop);
  return {
    drill: 'backup-disk',
    faults: [fault],
    acknowledged: shop.placed.length,
    lost: (await shop.lost()).length,
    violations: [],
    verify: await shop.shell.verify(),
    figures,
  };
}
