import type { Configuration } from '../../config/schema';
import { sandboxUrl } from '../../config/service-addresses';
import { bySubgraph } from '../../config/subgraphs';
import type { EmbeddedPostgres } from '../../platform/database/embedded';
import type { Lifecycle } from '../../platform/process/lifecycle';
import type { Logger } from '../../platform/telemetry/logger';
import type { Ledger } from '../../verify/ledger';
import { openLedger } from '../../verify/open-ledger';
import { Tally } from '../../verify/tally';
import { whileWorking } from '../program/progress';
import { migrateAll } from '../servers';
import { superviseSandbox } from '../topology/sandbox';
import { compare } from '../verify/run';
import type { RestoreOptions } from './options';

export interface Restoring {
  readonly configuration: Configuration;
  readonly options: RestoreOptions;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
}

export interface Comparison {
  /** Disagreements that a start does not resolve. */
  readonly disagreements: number;
  /** Payments of orders that the databases do not have; null if payments were not compared. */
  readonly unknownPayments: number | null;
}

const ledgerAnswerMs = 5_000;

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

/** Work in progress at that moment: nothing continues it until the shop starts. */
const resumedKinds: ReadonlySet<string> = new Set(['order.effects', 'order.events']);

/** Migrates the restored databases, and compares them like the command verify. */
export async function compareRestored(
  restoring: Restoring,
  server: EmbeddedPostgres,
): Promise<Comparison> {
  const { configuration, options, logger } = restoring;
  const urls = bySubgraph((name) => server.tcpUrl(name));
  await migrateAll({ owner: urls, application: urls }, logger);
  const ledger = await ledgerOf(restoring);
  const addresses = bySubgraph((name) => ({ ...configuration.database[name], url: urls[name] }));
  const database = { ...configuration.database, ...addresses };
  const tally = new Tally();
  await whileWorking('Comparing', compare({ ...configuration, database }, ledger, options, tally));
  const { found } = tally.counts();
  const disagreements = Object.entries(found)
    .filter(([kind]) => !resumedKinds.has(kind))
    .reduce((sum, [, count]) => sum + count, 0);
  const unknownPayments = ledger === null ? null : (found['payment.unknown_order'] ?? 0);
  return { disagreements, unknownPayments };
}
