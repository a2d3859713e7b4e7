import { z } from 'zod';
import type { ConfigurationFault } from '../../platform/config/configuration-error';
import { shardedSubgraph } from '../subgraphs';
import { databaseUrl, requiredDatabaseUrl } from './database-url';
import { count } from './values';

/** The number of shards, which is in the ids of orders and never changes. */
export const shardCount = 4_096;
const lastShard = shardCount - 1;

const boundOf = (what: string) =>
  count(0, lastShard)
    .nullable()
    .default(null)
    .describe(`${what} shard of the range; without from and to the database waits for a move`);

/**
 * Refused with the reason: for seconds after a shard has moved, a replica of the receiving database
 * would lack orders that their buyers have had for years.
 */
const replicaUrls = z
  .array(z.unknown())
  .max(0, 'the databases of shards have no replicas: leave replicaUrls out (docs/scaling.md)')
  .readonly()
  .optional()
  .describe('must be left out: the databases of shards have no replicas');

const shardSchema = z.strictObject({
  from: boundOf('first'),
  to: boundOf('last'),
  url: requiredDatabaseUrl.describe('the database that has the orders of these shards'),
  ownerUrl: databaseUrl.describe('the same database for the role that owns and migrates it'),
  replicaUrls,
});

export type Shard = z.output<typeof shardSchema>;

interface ConfiguredRange {
  readonly from: number;
  readonly to: number;
}

/** The range of an entry; none if it only names a database that shards will be moved to. */
const rangesIn = ({ from, to }: Pick<Shard, 'from' | 'to'>): ConfiguredRange[] =>
  from === null || to === null ? [] : [{ from, to }];

/** What is wrong with the ranges; null if each shard is in one of them. */
function gapOf(shards: readonly Shard[]): string | null {
  const half = shards.find(({ from, to }) => (from === null) !== (to === null));
  if (half !== undefined) return 'a range has only one of from and to';
  if (shards[0]?.from === null) return 'the first database, the home, has no range';
  let next = 0;
  for (const { from, to } of shards.flatMap(rangesIn).sort((a, b) => a.from - b.from)) {
    if (to < from) return `${from} to ${to} is no range`;
    if (from > next) return `shards ${next} to ${from - 1} have no database`;
    if (from < next) return `shard ${from} has two databases`;
    next = to + 1;
  }
  return next === shardCount ? null : `shards ${next} to ${lastShard} have no database`;
}

export const shardsSchema = z
  .array(shardSchema)
  .superRefine((shards, context) => {
    const gap = shards.length === 0 ? null : gapOf(shards);
    if (gap === null) return;
    const message = `${gap}: expected ranges that have each shard from 0 to ${lastShard} once`;
    context.addIssue({ code: 'custom', message });
  })
  .default([])
  .describe(
    `the databases of orders by ranges of shards, together 0 to ${lastShard}; the first is the home of bulk actions and jobs. Instead of a url`,
  );

/** The home database: the first one that is listed. */
export function homeOf([home]: readonly Shard[]): Partial<Pick<Shard, 'url' | 'ownerUrl'>> {
  return home === undefined ? {} : { url: home.url, ownerUrl: home.ownerUrl };
}

/** A database of orders with all its ranges. */
export interface ShardDatabase {
  /** The name in logs and metrics: `orders`, `orders-2`. */
  readonly name: string;
  readonly url: string;
  readonly ownerUrl: string | null;
  /** None for a database that waits for a move. */
  readonly ranges: readonly ConfiguredRange[];
}

/** The databases of orders, the home first; none without shards. */
export function shardDatabases({
  shards,
}: {
  readonly shards: readonly Readonly<Shard>[];
}): ShardDatabase[] {
  const byUrl = Map.groupBy(shards, ({ url }) => url);
  return [...byUrl].map(([url, own], index) => ({
    name: index === 0 ? shardedSubgraph : `${shardedSubgraph}-${index + 1}`,
    url,
    ownerUrl: own.find(({ ownerUrl }) => ownerUrl !== null)?.ownerUrl ?? null,
    ranges: own.flatMap(rangesIn),
  }));
}

interface ShardedSettings {
  readonly database: { readonly orders: { readonly shards: readonly Shard[] } };
  readonly backups: { readonly pgbackrestConfig: string | null };
}

/** What does not go together with shards. */
export function shardFaults({ database, backups }: ShardedSettings): ConfigurationFault[] {
  if (database.orders.shards.length === 0 || backups.pgbackrestConfig === null) return [];
  const expected =
    'backs up one server, and database.orders.shards names others: back up each of them where it ' +
    'runs (docs/scaling.md)';
  return [{ path: 'backups.pgbackrestConfig', expected }];
}
