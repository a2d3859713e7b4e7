import { bySubgraph, subgraphNames } from '../../config/subgraphs';
import type { RestoredCluster } from '../../platform/backup/restored-cluster';
import { checkRelations } from '../../platform/database/check-relations';
import type { EmbeddedPostgres } from '../../platform/database/embedded';
import { renewDataEpochAt } from '../../platform/database/renew-data-epoch';
import type { Kind } from '../../verify/disagreement';
import { Tally } from '../../verify/tally';
import { whileWorking } from '../program/while-working';
import { migrateAll } from '../topology/servers';
import { compare } from '../verify/run';
import type { Restoring } from './options';
import type { Outside } from './outside';
import { withDatabasesOf } from './restored-databases';

export interface Comparison {
  /** Disagreements that a start does not resolve. */
  readonly disagreements: number;
  /** Payments of orders that the databases do not have, with money left; null if not compared. */
  readonly unknownPayments: number | null;
  /** Damaged tables and indexes, of a rehearsal alone. */
  readonly damages: readonly string[];
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
  cluster: RestoredCluster,
  outside: Outside,
): Promise<Comparison> {
  const { configuration, options, logger } = restoring;
  const { server } = cluster;
  const urls = bySubgraph((name) => server.tcpUrl(name));
  await migrateAll({ owner: urls, application: urls, shards: [] }, logger);
  // Nothing that was cached before the restore is read again.
  for (const url of Object.values(urls)) await renewDataEpochAt(url);
  const { ledger } = outside;
  const restored = withDatabasesOf(configuration, server);
  const compared = { configuration: restored, ledger, auditHeads: outside.headsFor(cluster) };
  const tally = new Tally();
  await whileWorking('Comparing', compare(compared, options, tally));
  const { found } = tally.counts();
  const disagreements = Object.entries(found)
    .filter(([kind]) => !resumedKinds.has(kind))
    .reduce((sum, [, count]) => sum + count, 0);
  const unknownPayments = ledger === null ? null : (found['payment.unknown_order'] ?? 0);
  const damages = options.rehearse ? await whileWorking('Checking', damagesOf(server)) : [];
  return { disagreements, unknownPayments, damages };
}
