import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { hasEmbeddedPostgres } from '../../config/process/embedded-postgres';
import type { Configuration } from '../../config/schema';
import { bySubgraph } from '../../config/subgraphs';
import { type DatabaseDump, dumpDatabase } from '../../platform/backup/dump-database';
import { findPostgresProgram } from '../../platform/backup/postgres-programs';
import { findEmbeddedPostgres } from '../../platform/database/embedded-running';
import { createFolder } from '../../platform/files/make-folder';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { replaceFile } from '../../platform/process/replace-file';
import { createLogger } from '../../platform/telemetry/logger';
import { CommandError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { whileWorking } from '../program/while-working';
import { interruptible } from '../program/with-lifecycle';
import { demandDatabases } from '../topology/demand-databases';
import { openPostgres, takeDataFolder } from '../topology/servers';
import { sizeText } from './size-text';

const databaseDeadlineMs = 21_600_000;
/** pg_dump ends soon after SIGTERM; then the files are deleted. */
const stopDeadlineMs = 15_000;
const markStopMs = 1_000;
const ownerOnly = { file: 0o600, folder: 0o700 };

interface Source {
  /** URLs by the name of the database. */
  readonly urls: ReadonlyMap<string, string>;
  /** Nothing can be written between the dumps of two databases. */
  readonly isStopped: boolean;
}

/** The databases of the running shop, or the embedded ones, which are started for the dump. */
async function openSource(configuration: Configuration, lifecycle: Lifecycle): Promise<Source> {
  const running = findEmbeddedPostgres(configuration.dataFolder);
  const isEmbedded = hasEmbeddedPostgres(configuration);
  if (isEmbedded && running !== null) {
    return { urls: new Map(Object.entries(bySubgraph(running))), isStopped: false };
  }
  const destination = process.stderr;
  const logger = createLogger({ ...configuration.log, name: 'dump', destination });
  const taken = isEmbedded ? takeDataFolder(configuration, lifecycle) : configuration;
  const { owner, shards } = await openPostgres({ configuration: taken, logger, lifecycle });
  const ofShards = shards.map((shard) => [shard.name, shard.owner] as const);
  return { urls: new Map([...Object.entries(owner), ...ofShards]), isStopped: isEmbedded };
}

/** @returns false if the file exists. */
function isCreated(file: string): boolean {
  try {
    writeFileSync(file, '', { flag: 'wx', mode: ownerOnly.file });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Creates a folder, unless it exists and is empty. A file marks it until this command ends: two dumps
 * at once would mix theirs.
 * @throws CommandError if it has files.
 */
export function openFolder(folder: string, lifecycle: Pick<Lifecycle, 'onStop'>): void {
  createFolder(folder, ownerOnly.folder);
  const mark = path.join(folder, 'dump.json.part');
  const found = readdirSync(folder);
  if (found.includes(path.basename(mark)) || (found.length === 0 && !isCreated(mark))) {
    throw new CommandError(
      `${folder} has the files of a dump that is not complete. Wait until it ends; if none runs, delete them, or name another folder.`,
    );
  }
  if (found.length > 0) throw new CommandError(`${folder} is not empty.`);
  lifecycle.onStop('mark of the dump', markStopMs, () => rmSync(mark, { force: true }));
}

const fileOf = (folder: string, database: string): string => path.join(folder, `${database}.dump`);

/**
 * Dumps all databases or none: what a call leaves that fails or is stopped would pass for a dump.
 * @throws Error with the reason of pg_dump.
 */
export async function dumpAll(
  program: string,
  urls: Source['urls'],
  folder: string,
  signal: AbortSignal,
): Promise<DatabaseDump[]> {
  const dumps: DatabaseDump[] = [];
  try {
    // One after the other, to leave the server to the shop.
    for (const [name, url] of urls) {
      const call = { deadlineMs: databaseDeadlineMs, signal };
      dumps.push(await dumpDatabase(program, url, fileOf(folder, name), call));
    }
    return dumps;
  } catch (error) {
    for (const name of urls.keys()) rmSync(fileOf(folder, name), { force: true });
    throw error;
  }
}

export async function dumpDatabases(
  lifecycle: Lifecycle,
  target: string,
  options: JsonOption,
): Promise<void> {
  const program = await findPostgresProgram('pg_dump');
  const configuration = await loadConfiguration();
  demandDatabases(configuration);
  const folder = path.resolve(target);
  openFolder(folder, lifecycle);
  const { urls, isStopped } = await openSource(configuration, lifecycle);
  const startedAt = new Date();
  const dumping = interruptible(lifecycle, stopDeadlineMs, (signal) =>
    dumpAll(program, urls, folder, signal),
  );
  const databases = await whileWorking('Dumping', dumping);
  const files = databases.map(({ file, ...others }) => ({ ...others, file: path.basename(file) }));
  const facts = { startedAt, endedAt: new Date(), oneMoment: isStopped, files };
  const list = path.join(folder, 'dump.json');
  replaceFile(list, `${JSON.stringify(facts, null, 2)}\n`, ownerOnly.file);
  const lines = files.map(({ file, bytes }) => `${file}: ${sizeText(bytes)}`);
  if (!isStopped) {
    lines.push('The shop was running: each database is as it was at a moment of its own.');
  }
  printResult(options, { folder, ...facts }, `${lines.join('\n')}\n`);
}
