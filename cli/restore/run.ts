// type-graphql needs this before any of its decorators runs.
import 'reflect-metadata';
import { resolve } from 'node:path';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { passwordName, repositoryOf, sealedNames } from '../../config/process/open-backups';
import type { Configuration } from '../../config/schema';
import { whileLocked } from '../../platform/backup/lock-backups';
import {
  discardRestored,
  type RestorePurpose,
  writeRestoreResult,
} from '../../platform/backup/restore-staging';
import {
  LogGapError,
  type RestoredCluster,
  restoreCluster,
} from '../../platform/backup/restored-cluster';
import { unsealMissing } from '../../platform/backup/sealed-files';
import { archiveNow } from '../../platform/database/archived-log';
import { findEmbeddedPostgres } from '../../platform/database/embedded-running';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { createLogger } from '../../platform/telemetry/logger';
import { msPerSecond } from '../../platform/values/time';
import { demandRepository } from '../backup/list';
import { CommandError } from '../program/exit-codes';
import { printResult } from '../program/results';
import { whileWorking } from '../program/while-working';
import { withShopSecrets } from '../running/shop-secrets';
import { demandDataFolder } from '../topology/demand-databases';
import { type Comparison, compareRestored } from './compare';
import { demandEmbedded } from './embedded-only';
import { type RestoreOptions, type Restoring, targetOf } from './options';
import { type Outside, readOutside } from './outside';
import { demandStopped, inPlaceText, returnToFormer, switchClusters } from './switch';
import {
  anotherCopyText,
  gapLines,
  lostPaymentsText,
  openPaymentLines,
  restoredLines,
  switchCall,
} from './texts';

const restoreDeadlineMs = 7_200_000;
/** Its PostgreSQL ends within a minute, and deleting takes seconds. */
const discardDeadlineMs = 90_000;

/**
 * Puts secrets that the data folder has lost back from the backup.
 * @throws CommandError if the folder has the databases of another shop.
 */
function putSecretsBack(written: Configuration): void {
  const { sealedFile } = repositoryOf(written);
  const { dataFolder, backups } = written;
  const { encryptionSecret } = backups;
  const { different } = unsealMissing(sealedFile, dataFolder, encryptionSecret, sealedNames);
  if (!different.includes(passwordName)) return;
  throw new CommandError(
    `The databases in ${resolve(dataFolder)} are not those of the backup: a start creates new ones where the folder is lost. Nothing was changed. Call orderprocessing stop, move the folder away, and call orderprocessing restore again.`,
  );
}

const purposeOf = ({ rehearse }: RestoreOptions): RestorePurpose =>
  rehearse ? 'rehearsal' : 'restored';

/** @throws CommandError that says which log before the moment cannot be replayed. */
async function restore({ configuration, options, logger }: Restoring): Promise<RestoredCluster> {
  const { dataFolder } = configuration;
  const { to, set, timeline } = options;
  const target = targetOf(to);
  const repository = repositoryOf(configuration);
  const wish = { target, set, timeline, purpose: purposeOf(options) };
  const settings = { repository, dataFolder, deadlineMs: restoreDeadlineMs, logger, ...wish };
  try {
    return await whileWorking('Restoring', restoreCluster(settings));
  } catch (error) {
    if (!(error instanceof LogGapError)) throw error;
    const advice = `${anotherCopyText} To restore only what is before it, call orderprocessing restore without --to.`;
    const lines = [error.message, ...gapLines(error.gap), advice];
    throw new CommandError(lines.join('\n'), undefined, { cause: error });
  }
}

interface Finished {
  readonly isInPlace: boolean;
  /** Folder of the former cluster. */
  readonly keptIn: string | null;
  readonly lines: readonly string[];
  readonly isDone: boolean;
}

function waitingLines(
  { options }: Restoring,
  { disagreements, unknownPayments }: Comparison,
  isOpen: boolean,
): string[] {
  const acceptsGap = isOpen || (options.acceptGap ?? false);
  return [
    ...(isOpen ? [anotherCopyText] : []),
    ...(disagreements > 0 ? ['Decide about the disagreements.'] : []),
    ...(unknownPayments ? openPaymentLines(unknownPayments) : []),
    `To put it into place${isOpen ? ' and lose that log' : ''}, call ${switchCall(acceptsGap, false)}.`,
  ];
}

/** Puts the cluster into place, if nothing is in the way of that. */
function finish(
  restoring: Restoring,
  { gap }: Pick<RestoredCluster, 'gap'>,
  comparison: Comparison,
): Finished {
  const { configuration, options } = restoring;
  const isOpen = gap !== null && !options.acceptGap;
  const isAgreed = comparison.disagreements === 0 && !isOpen;
  const waiting = { isInPlace: false, keptIn: null };
  if (options.rehearse) {
    const { damages } = comparison;
    const lines = [...damages, 'It was a rehearsal: nothing was changed.'];
    return { ...waiting, lines, isDone: isAgreed && damages.length === 0 };
  }
  if (!isAgreed) {
    const lines = waitingLines(restoring, comparison, isOpen);
    return { ...waiting, lines, isDone: false };
  }
  const keptIn = switchClusters(configuration, options);
  return { isInPlace: true, keptIn, lines: [inPlaceText(keptIn)], isDone: true };
}

/** Compares the restored databases, stops their server, and records the result. */
async function compareAndStop(
  restoring: Restoring,
  cluster: RestoredCluster,
  outside: Outside,
  begunAt: Date,
): Promise<Comparison> {
  let comparison: Comparison;
  try {
    comparison = await compareRestored(restoring, cluster, outside);
  } finally {
    await cluster.server.stop();
  }
  const { configuration, options } = restoring;
  if (options.rehearse) return comparison;
  const { backup, timeline, lastCommitAt, gap } = cluster;
  const { disagreements, unknownPayments } = comparison;
  writeRestoreResult(configuration.dataFolder, {
    backup: backup.label,
    restoredTo: options.to,
    timeline,
    lastCommitAt,
    gap,
    disagreements,
    unknownEffects: unknownPayments,
    begunAt,
  });
  return comparison;
}

/** Reads what is outside, archives the log of a running server, restores, and compares. */
async function restoreAndCompare(restoring: Restoring): Promise<void> {
  const { configuration, options } = restoring;
  const running = findEmbeddedPostgres(configuration.dataFolder)?.('postgres');
  const isWhole = targetOf(options.to).kind === 'latest' && options.timeline === undefined;
  const outside = await readOutside(restoring, running !== undefined && isWhole);
  const begunAt = new Date();
  try {
    // Nothing of the log stays behind if the server still runs.
    if (running !== undefined) await archiveNow(running);
    await restoreBeside(restoring, outside, begunAt);
  } finally {
    outside.close();
  }
}

async function restoreBeside(restoring: Restoring, outside: Outside, begunAt: Date): Promise<void> {
  const startedAtMs = performance.now();
  const secondsSoFar = () => Math.round((performance.now() - startedAtMs) / msPerSecond);
  const cluster = await restore(restoring);
  const serverSeconds = secondsSoFar();
  const comparison = await compareAndStop(restoring, cluster, outside, begunAt);
  const { isInPlace, keptIn, lines, isDone } = finish(restoring, cluster, comparison);
  const seconds = secondsSoFar();
  const { backup, passedOver, timeline, lastCommitAt, gap } = cluster;
  const { options } = restoring;
  const { disagreements, unknownPayments, damages } = comparison;
  const facts = { backup: backup.label, passedOver, timeline, restoredTo: options.to };
  const took = `It took ${serverSeconds} s, with the comparison ${seconds} s.`;
  const payments = gap === null ? [] : [lostPaymentsText(unknownPayments)];
  const text = [...restoredLines(cluster), ...payments, took, ...lines].join('\n');
  printResult(
    options,
    {
      ...facts,
      lastCommitAt,
      gap,
      disagreements,
      damages,
      isInPlace,
      keptIn,
      serverSeconds,
      seconds,
    },
    `${text}\n`,
  );
  if (isDone) return;
  throw new CommandError(
    options.rehearse
      ? 'The rehearsal failed: the databases would not come back as they should.'
      : 'The restored cluster is not in place.',
  );
}

async function restoreLocked(
  written: Configuration,
  options: RestoreOptions,
  lifecycle: Lifecycle,
): Promise<void> {
  const { log } = written;
  if (options.back) return returnToFormer(written, options);
  putSecretsBack(written);
  if (options.switch) {
    const keptIn = switchClusters(written, options);
    return printResult(options, { isInPlace: true, keptIn }, `${inPlaceText(keptIn)}\n`);
  }
  if (!options.rehearse) demandStopped(written.dataFolder, 'orderprocessing restore');
  // The audit log is compared with it.
  const configuration = withShopSecrets(written, ['auth.keySecret']);
  const destination = process.stderr;
  const logger = createLogger({ ...log, name: 'restore', destination, level: 'fatal' });
  const restoring = { configuration, options, lifecycle, logger };
  if (options.rehearse) await rehearse(restoring);
  else await restoreAndCompare(restoring);
}

/** The copy is deleted in the end, also after Ctrl-C: it is as large as the databases. */
async function rehearse(restoring: Restoring): Promise<void> {
  const { dataFolder } = restoring.configuration;
  let isDiscarded = false;
  restoring.lifecycle.onStop('rehearsal', discardDeadlineMs, async () => {
    // Another rehearsal may have begun since.
    if (!isDiscarded) await discardRestored(dataFolder, 'rehearsal');
  });
  try {
    await restoreAndCompare(restoring);
  } finally {
    await discardRestored(dataFolder, 'rehearsal');
    isDiscarded = true;
  }
}

/** @throws CommandError if nothing was put into place, unless that was a successful rehearsal. */
export async function runRestore(options: RestoreOptions, lifecycle: Lifecycle): Promise<void> {
  const configuration = await loadConfiguration();
  demandEmbedded(configuration);
  // A lost data folder is created again; to switch is to find something there.
  if (options.switch || options.back) demandDataFolder(configuration);
  else demandRepository(configuration);
  await whileLocked(configuration.dataFolder, () =>
    restoreLocked(configuration, options, lifecycle),
  );
}
