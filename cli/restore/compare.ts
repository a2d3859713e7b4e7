import type { Configuration } from '../../config/schema';
import { bySubgraph } from '../../config/subgraphs';
import type { EmbeddedPostgres } from '../../platform/database/embedded';
import type { Lifecycle } from '../../platform/process/lifecycle';
import type { Logger } from '../../platform/telemetry/logger';
import type { Ledger } from '../../verify/ledger';
import { openLedger } from '../../verify/open-ledger';
import { Tally } from '../../verify/tally';
import { whileWorking } from '../program/progress';
import { migrateAll } from '../topology/servers';
import { compare } from '../verify/run';
import type { RestoreOptions } from './options';
import { reachSandbox } from './reach-sandbox';
import { withDatabasesOf } from './restored-databases';

export interface Restoring {
  readonly configuration: Configuration;
  readonly options: RestoreOptions;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
}

export interface Comparison {
  /** Disagreements that a start does not resolve. */
  readonly disagreements: number;
  /** Payments of orders that the databases do not have, with money left; null if not compared. */
  readonly unknownPayments: number | null;
}

async function ledgerOf(restoring: Restoring): Promise<Ledger | null> {
  if (restoring.options.withoutLedger) return null;
  return openLedger(restoring.configuration.payments, await reachSandbox(restoring));
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
  const restored = withDatabasesOf(configuration, server);
  const tally = new Tally();
  await whileWorking('Comparing', compare(restored, ledger, options, tally));
  const { found } = tally.counts();
  const disagreements = Object.entries(found)
    .filter(([kind]) => !resumedKinds.has(kind))
    .reduce((sum, [, count]) => sum + count, 0);
  const unknownPayments = ledger === null ? null : (found['payment.unknown_order'] ?? 0);
  return { disagreements, unknownPayments };
}
