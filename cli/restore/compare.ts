import type { Configuration } from '../../config/schema';
import { bySubgraph, subgraphNames } from '../../config/subgraphs';
import { checkRelations } from '../../platform/database/check-relations';
import type { EmbeddedPostgres } from '../../platform/database/embedded';
import { renewDataEpochAt } from '../../platform/database/renew-data-epoch';
import type { Lifecycle } from '../../platform/process/lifecycle';
import type { Logger } from '../../platform/telemetry/logger';
import type { Kind } from '../../verify/disagreement';
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
  /** Damaged tables and indexes, of a rehearsal alone. */
  readonly damages: readonly string[];
}

async function ledgerOf(restoring: Restoring): Promise<Ledger | null> {
  if (restoring.options.withoutLedger) return null;
  return openLedger(restoring.configuration.payments, await reachSandbox(restoring));
}

/** Work in progress at that moment: nothing continues it until the shop starts. */
const resumedKinds: ReadonlySet<string> = new Set<Kind>([
  'order.effects',
  'order.events',
  'reservation.unconfirmed',
]);

/**
 * Looks for damage inside that no checksum shows. The extension for it stays in the database, so
 * that only a copy which is thrown away is checked.
 */
async function damagesOf(server: EmbeddedPostgres): Promise<string[]> {
  const found: string[] = [];
  for (const name of subgraphNames) {
    const damages = await checkRelations(server.tcpUrl(name));
    found.push(...damages.map((damage) => `Damaged in database ${name}: ${damage}.`));
  }
  return found;
}

/** Migrates the restored databases, and compares them like the command verify. */
export async function compareRestored(
  restoring: Restoring,
  server: EmbeddedPostgres,
): Promise<Comparison> {
  const { configuration, options, logger } = restoring;
  const urls = bySubgraph((name) => server.tcpUrl(name));
  await migrateAll({ owner: urls, application: urls, shards: [] }, logger);
  // Nothing that was cached before the restore is read again.
  for (const url of Object.values(urls)) await renewDataEpochAt(url);
  const ledger = await ledgerOf(restoring);
  const restored = withDatabasesOf(configuration, server);
  const tally = new Tally();
  await whileWorking('Comparing', compare(restored, ledger, options, tally));
  const { found } = tally.counts();
  const disagreements = Object.entries(found)
    .filter(([kind]) => !resumedKinds.has(kind))
    .reduce((sum, [, count]) => sum + count, 0);
  const unknownPayments = ledger === null ? null : (found['payment.unknown_order'] ?? 0);
  const damages = options.rehearse ? await whileWorking('Checking', damagesOf(server)) : [];
  return { disagreements, unknownPayments, damages };
}
