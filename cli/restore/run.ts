// type-graphql needs this before any of its decorators runs.
import 'reflect-metadata';
import { withGeneratedSecrets } from '../../config/generated-secrets';
import { loadConfiguration } from '../../config/load-configuration';
import { repositoryOf, sealedNames } from '../../config/open-backups';
import type { Configuration } from '../../config/schema';
import { sandboxUrl } from '../../config/service-addresses';
import { bySubgraph, subgraphNames } from '../../config/subgraphs';
import { beginArchiving, isArchiving } from '../../platform/backup/repository';
import { parseRestoreTarget } from '../../platform/backup/restore-target';
import {
  discardRestored,
  hasRestoredCluster,
  putIntoPlace,
  type RestoredCluster,
  restoreCluster,
} from '../../platform/backup/restored-cluster';
import { unsealMissing } from '../../platform/backup/sealed-files';
import { archiveNow } from '../../platform/database/archived-log';
import { findEmbeddedPostgres } from '../../platform/database/embedded-running';
import { dataFolderHolder, openDataFolder } from '../../platform/process/data-folder';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { createLogger, type Logger } from '../../platform/telemetry/logger';
import { msPerSecond } from '../../platform/values/time';
import type { Ledger } from '../../verify/ledger';
import { openLedger } from '../../verify/open-ledger';
import { Tally } from '../../verify/tally';
import { CommandError, UsageError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { whileWorking } from '../program/progress';
import { messageOf, printResult } from '../program/results';
import { migrateAll } from '../servers';
import { superviseSandbox } from '../topology/sandbox';
import { compare } from '../verify/run';

export interface RestoreOptions extends JsonOption {
  readonly to: string;
  readonly switch?: true;
  readonly rehearse?: true;
  readonly withoutLedger?: true;
}

interface Restoring {
  readonly configuration: Configuration;
  readonly options: RestoreOptions;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
}

const restoreDeadlineMs = 7_200_000;
const ledgerAnswerMs = 5_000;

function targetOf(to: string) {
  try {
    return parseRestoreTarget(to);
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** A sandbox that does not run is started on its files for the comparison. */
async function ledgerOf({
  configuration,
  options,
  lifecycle,
  logger,
}: Restoring): Promise<Ledger | null> {
  const { payments } = configuration;
  if (options.withoutLedger) return null;
  const origin = sandboxUrl(configuration);
  if (payments.provider !== 'sandbox') return openLedger(payments, origin);
  const signal = AbortSignal.timeout(ledgerAnswerMs);
  const answer = await fetch(`${origin}/health`, { signal }).catch(() => null);
  const started = answer?.ok ? null : await superviseSandbox({ configuration, lifecycle, logger });
  return openLedger(payments, started ?? origin);
}

/** The configuration, with the secrets of the data folder from the backup if they are lost. */
async function openConfiguration(): Promise<Configuration> {
  const written = await loadConfiguration();
  checkEmbedded(written);
  const { sealedFile } = repositoryOf(written);
  const { dataFolder, backups } = written;
  unsealMissing(sealedFile, dataFolder, backups.encryptionSecret, sealedNames);
  return withGeneratedSecrets(await loadConfiguration());
}

async function restore({
  configuration,
  options,
  logger,
}: Omit<Restoring, 'lifecycle'>): Promise<RestoredCluster> {
  const { dataFolder } = configuration;
  const target = targetOf(options.to);
  const running = findEmbeddedPostgres(dataFolder)?.('postgres');
  // Nothing of the log stays behind if the server still runs.
  if (running !== undefined) await archiveNow(running);
  const repository = repositoryOf(configuration);
  const given = { repository, dataFolder, target, deadlineMs: restoreDeadlineMs, logger };
  return whileWorking('Restoring', restoreCluster(given));
}

/** Work in progress at that moment: nothing continues it until the shop starts. */
const resumedKinds: ReadonlySet<string> = new Set(['order.effects', 'order.events']);

/** @returns the number of disagreements that a start does not resolve. */
async function compareRestored(restoring: Restoring, cluster: RestoredCluster): Promise<number> {
  const { configuration, options, logger } = restoring;
  const urls = bySubgraph((name) => cluster.server.tcpUrl(name));
  await migrateAll({ owner: urls, application: urls }, logger);
  const ledger = await ledgerOf(restoring);
  const addresses = bySubgraph((name) => ({ ...configuration.database[name], url: urls[name] }));
  const database = { ...configuration.database, ...addresses };
  const tally = new Tally();
  await whileWorking('Comparing', compare({ ...configuration, database }, ledger, options, tally));
  return Object.entries(tally.counts().found)
    .filter(([kind]) => !resumedKinds.has(kind))
    .reduce((sum, [, count]) => sum + count, 0);
}

/** @throws CommandError while the shop runs. */
function switchClusters(configuration: Configuration): string | null {
  const { dataFolder } = configuration;
  if (dataFolderHolder(dataFolder) !== null) {
    throw new CommandError(
      'The shop runs. Call orderprocessing stop, then orderprocessing restore --switch.',
    );
  }
  const folder = openDataFolder(dataFolder);
  try {
    if (!hasRestoredCluster(dataFolder)) throw new CommandError('No restored cluster is waiting.');
    const keptIn = putIntoPlace(dataFolder, new Date());
    beginArchiving(dataFolder);
    return keptIn;
  } finally {
    folder.release();
  }
}

const inPlaceText = (keptIn: string | null): string =>
  [
    'The restored cluster is in place. Start the shop with npm start, and make a backup.',
    ...(keptIn === null ? [] : [`The former cluster is in ${keptIn}: delete it when all is well.`]),
  ].join('\n');

function waitingText(disagreements: number, isRunning: boolean): string {
  const decide = disagreements > 0 ? ['Decide about the disagreements.'] : [];
  const stop = isRunning ? ['Stop the shop: orderprocessing stop.'] : [];
  return [...decide, ...stop, 'Then call orderprocessing restore --switch.'].join(' ');
}

function checkEmbedded({ backups, database, dataFolder }: Configuration): void {
  const isEmbedded = isArchiving(dataFolder) || subgraphNames.every((name) => !database[name].url);
  if (backups.pgbackrestConfig === null && isEmbedded) return;
  throw new CommandError(
    'Only the embedded PostgreSQL is restored by this command: see docs/runbooks/restore.md.',
  );
}

interface Finished {
  readonly isInPlace: boolean;
  /** Folder of the former cluster. */
  readonly keptIn: string | null;
  readonly text: string;
  readonly isDone: boolean;
}

/** Puts the cluster into place, if nothing is in the way of that. */
function finish({ configuration, options }: Restoring, disagreements: number): Finished {
  const { dataFolder } = configuration;
  if (options.rehearse) {
    discardRestored(dataFolder);
    const text = 'It was a rehearsal: nothing was changed.';
    return { isInPlace: false, keptIn: null, text, isDone: disagreements === 0 };
  }
  const isRunning = dataFolderHolder(dataFolder) !== null;
  if (disagreements > 0 || isRunning) {
    const text = waitingText(disagreements, isRunning);
    return { isInPlace: false, keptIn: null, text, isDone: false };
  }
  const keptIn = switchClusters(configuration);
  return { isInPlace: true, keptIn, text: inPlaceText(keptIn), isDone: true };
}

async function restoreAndCompare(restoring: Restoring): Promise<void> {
  const startedAtMs = performance.now();
  const secondsSoFar = () => Math.round((performance.now() - startedAtMs) / msPerSecond);
  const cluster = await restore(restoring);
  const serverSeconds = secondsSoFar();
  let disagreements: number;
  try {
    disagreements = await compareRestored(restoring, cluster);
  } finally {
    await cluster.server.stop();
  }
  const { isInPlace, keptIn, text, isDone } = finish(restoring, disagreements);
  const seconds = secondsSoFar();
  const { backup, lastCommitAt } = cluster;
  const last =
    lastCommitAt === null
      ? 'nothing was committed after the backup'
      : `its last commit is of ${lastCommitAt.toISOString()}`;
  const { options } = restoring;
  const facts = { backup: backup.label, restoredTo: options.to, lastCommitAt, disagreements };
  const what = `Restored from ${backup.label}: ${last}. It took ${serverSeconds} s, with the comparison ${seconds} s.`;
  printResult(
    options,
    { ...facts, isInPlace, keptIn, serverSeconds, seconds },
    `${what}\n${text}\n`,
  );
  if (!isDone) throw new CommandError('The restored cluster is not in place.');
}

/** @throws CommandError if nothing was put into place, unless that was a successful rehearsal. */
export async function runRestore(options: RestoreOptions, lifecycle: Lifecycle): Promise<void> {
  const configuration = await openConfiguration();
  if (options.switch) {
    const keptIn = switchClusters(configuration);
    printResult(options, { isInPlace: true, keptIn }, `${inPlaceText(keptIn)}\n`);
    return;
  }
  const { log } = configuration;
  const destination = process.stderr;
  const logger = createLogger({ ...log, name: 'restore', destination, level: 'fatal' });
  await restoreAndCompare({ configuration, options, lifecycle, logger });
}
