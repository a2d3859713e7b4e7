import { loadConfiguration } from '../../config/loading/load-configuration';
import { hasEmbeddedPostgres } from '../../config/process/embedded-postgres';
import type { Configuration } from '../../config/schema';
import {
  bySubgraph,
  type SubgraphName,
  shardedSubgraph,
  subgraphNames,
} from '../../config/subgraphs';
import { type GivenUpMigration, giveUpMigration } from '../../platform/database/give-up-migration';
import { demandNoneLost } from '../../platform/database/kept-databases';
import { pendingMigrations } from '../../platform/database/migrate';
import { pendingOf, readMigrations } from '../../platform/database/migration-files';
import { type PlannedMigration, planOf } from '../../platform/database/migration-plan';
import { dataFolderHolder } from '../../platform/process/data-folder';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { createLogger } from '../../platform/telemetry/logger';
import { CommandError } from '../program/exit-codes';
import { whileWorking } from '../program/while-working';
import { refuseOtherCommand } from '../running/other-command';
import { demandDatabases, lacksDatabases } from './demand-databases';
import {
  installedDatabases,
  migrateAll,
  migrationsOf,
  openPostgres,
  takeDataFolder,
} from './servers';

/** @throws CommandError while the shop or another command uses the embedded databases. */
function demandStopped({ dataFolder }: Configuration): void {
  const pid = dataFolderHolder(dataFolder);
  if (pid === null) return;
  refuseOtherCommand(pid, dataFolder);
  throw new CommandError(
    `The shop runs (process ${pid}), and its embedded databases are migrated only while it is stopped. Nothing was changed. Call orderprocessing stop, and then this command or a start, which migrates them, too.`,
  );
}

async function open(written: Configuration, lifecycle: Lifecycle) {
  const isEmbedded = hasEmbeddedPostgres(written);
  if (isEmbedded) demandStopped(written);
  // Standard output is for the result.
  const logger = createLogger({ ...written.log, name: 'migrate', destination: process.stderr });
  // Migrations need no secret: configured databases are also migrated beside a shop that runs.
  const configuration = isEmbedded ? takeDataFolder(written, lifecycle) : written;
  return { urls: await openPostgres({ configuration, logger, lifecycle }), logger };
}

/**
 * Migrates the configured databases, or the embedded ones.
 * @param created names of lost databases that may be created empty.
 * @returns the applied migrations.
 */
export async function migrateDatabases(
  lifecycle: Lifecycle,
  created: readonly string[] = [],
): Promise<Record<SubgraphName, string[]>> {
  const { urls, logger } = await open(await loadConfiguration(), lifecycle);
  return whileWorking('Migrating', migrateAll(urls, logger, created));
}

type Plans = Record<SubgraphName, PlannedMigration[]>;

/** All migrations, without the databases that a start would create for them. */
async function planOfNew(): Promise<Plans> {
  const plans = subgraphNames.map(async (name) => {
    const migrations = await readMigrations(migrationsOf(name));
    return [name, planOf(await pendingOf(migrations, []))] as const;
  });
  return Object.fromEntries(await Promise.all(plans)) as Plans;
}

/**
 * What `migrateDatabases` would run; nothing is changed.
 * @throws Error if it would refuse, because a database was lost.
 */
export async function planMigrations(lifecycle: Lifecycle): Promise<Plans> {
  const configuration = await loadConfiguration();
  if (lacksDatabases(configuration)) return planOfNew();
  const { urls, logger } = await open(configuration, lifecycle);
  await demandNoneLost(installedDatabases(urls));
  const pendingAt = (name: SubgraphName, url: string) =>
    pendingMigrations({ url, folder: migrationsOf(name), logger });
  const plans = await Promise.all(
    subgraphNames.map(
      async (name) => [name, planOf(await pendingAt(name, urls.owner[name]))] as const,
    ),
  );
  const byName = new Map(plans);
  const ofOrders = [...(byName.get(shardedSubgraph) ?? [])];
  for (const { owner } of urls.shards) {
    const planned = new Set(ofOrders.map(({ name }) => name));
    const pending = planOf(await pendingAt(shardedSubgraph, owner));
    ofOrders.push(...pending.filter(({ name }) => !planned.has(name)));
  }
  return { ...bySubgraph((name) => byName.get(name) ?? []), [shardedSubgraph]: ofOrders };
}

/** Results by the name of the database. */
export type GivenUp = Readonly<Record<string, GivenUpMigration>>;

/**
 * Gives up an unfinished migration, in each database that has one of this name.
 * @throws CommandError if none has it.
 */
export async function giveUp(lifecycle: Lifecycle, migration: string): Promise<GivenUp> {
  const configuration = await loadConfiguration();
  demandDatabases(configuration);
  const { urls, logger } = await open(configuration, lifecycle);
  const results = await whileWorking(
    'Giving up',
    Promise.all(
      [...subgraphNames.map((name) => ({ name, owner: urls.owner[name] })), ...urls.shards].map(
        async ({ name, owner }) => {
          return [name, await giveUpMigration({ url: owner, logger }, migration)] as const;
        },
      ),
    ),
  );
  const entries = results.flatMap(([name, { givenUp }]) => (givenUp ? [[name, givenUp]] : []));
  if (entries.length > 0) return Object.fromEntries(entries) as GivenUp;
  const unfinished = results.flatMap(([name, result]) =>
    result.unfinished.map((each) => `${each} (${name})`),
  );
  const known = unfinished.length > 0 ? unfinished.join(', ') : 'none';
  throw new CommandError(
    `No database has an unfinished migration ${migration}. Unfinished: ${known}.`,
  );
}
