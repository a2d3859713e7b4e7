import { spawn } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  openPostgres,
  type RunningServers,
  startRedis,
  takeDataFolder,
} from '../../cli/topology/servers';
import { openConfiguration } from '../../config/loading/open-configuration';
import { createLifecycle, type Lifecycle } from '../../platform/process/lifecycle';
import { repositoryRoot } from '../../platform/process/repository-root';
import { createLogger, type Logger } from '../../platform/telemetry/logger';
import { startCompiler } from './compile';
import { Restarts } from './restarts';
import { watchSources } from './sources';

const help = `npm run dev

Starts the shop like npm start, and restarts it after each saved change. If the change has an error,
the error is shown and the old process keeps serving. PostgreSQL and Redis keep running. When the
schema of a subgraph changes, the supergraph is composed and written.

Only the code that runs is type-checked; npm run check covers tests and everything else. Start this
command again after npm ci, and after a change in tools/dev/ or platform/database/.

  --wait   starts the shop after the first change, not immediately
`;

const watchStopDeadlineMs = 1_000;
const compilerStopDeadlineMs = 5_000;
/** Covers a restart in progress and the drain of the new process. */
const programStopDeadlineMs = 20_000;

const print = (text: string): void => void process.stdout.write(text);

/** This process holds the data folder, because PostgreSQL and Redis outlive a restart. */
async function openServers(lifecycle: Lifecycle, useLogger: (logger: Logger) => void) {
  const { initial } = await openConfiguration();
  const logger = createLogger({ ...initial.log, name: 'dev' });
  useLogger(logger);
  const configuration = takeDataFolder(initial, lifecycle);
  const starting = { configuration, logger, lifecycle };
  const [urls, redisUrl] = await Promise.all([openPostgres(starting), startRedis(starting)]);
  return { dataFolder: configuration.dataFolder, urls, redisUrl } satisfies RunningServers;
}

/** Generates the Prisma clients and compiles. The watcher sees the generated files as a change. */
function runBuild(): Promise<string | null> {
  const child = spawn(process.execPath, [path.join(repositoryRoot, 'tools/build/build.mjs')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? null : errors.trim()));
  });
}

async function build(files: readonly string[]): Promise<string | null> {
  for (const file of files.filter((each) => each.endsWith('.json'))) {
    const source = path.join(repositoryRoot, file);
    if (existsSync(source)) cpSync(source, path.join(repositoryRoot, 'dist', file));
  }
  return files.some((file) => file.endsWith('.prisma')) ? runBuild() : null;
}

async function open(
  waits: boolean,
  lifecycle: Lifecycle,
  useLogger: (logger: Logger) => void,
): Promise<void> {
  const servers = await openServers(lifecycle, useLogger);
  const compiler = startCompiler();
  lifecycle.onStop('compiler', compilerStopDeadlineMs, compiler.stop);
  const restarts = new Restarts({ servers, compiler, build, print: print });
  lifecycle.onStop('program', programStopDeadlineMs, () => restarts.stop());
  const stopWatching = watchSources(repositoryRoot, (saved) => restarts.save(saved));
  lifecycle.onStop('watch', watchStopDeadlineMs, stopWatching);
  if (!waits) await restarts.start();
  // The first check reads all sources; later ones are incremental.
  await compiler.check();
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { wait: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    print(help);
    return;
  }
  let logger: Logger | null = null;
  const lifecycle = createLifecycle({ logger: () => logger });
  const useLogger = (created: Logger) => {
    logger = created;
  };
  process.on('uncaughtException', (error) => void lifecycle.fail(error.stack ?? error.message));
  try {
    await open(values.wait ?? false, lifecycle, useLogger);
  } catch (error) {
    await lifecycle.fail(error instanceof Error ? error.message : String(error));
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
