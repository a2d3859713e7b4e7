import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import path from 'node:path';
import type * as Composition from '@apollo/composition';
import type * as Graphql from 'graphql';
import type { RunningServers } from '../../cli/topology/servers';
import type { Logger } from '../../platform/telemetry/logger';
import type { OpenedProgram, ProgramAnswer, ProgramRequest } from './messages';

/**
 * The process that `npm run dev` restarts: the shop of `npm start`, with servers that outlive it.
 * It is started before the change that it will run, and loads only packages, which take most of
 * the start time. So nothing of this project may be imported above, except types.
 */

const packageFolder = `${path.sep}node_modules${path.sep}`;
/** This file is `dist/tools/dev/program.js`. */
const root = path.join(__dirname, '..', '..', '..');

enableCompileCache(path.join(root, 'node_modules', '.cache', 'dev'));

const read = (file: string): string | null =>
  existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : null;

const write = (file: string, text: string): void => writeFileSync(path.join(root, file), text);

/** Loads what the previous process had loaded. */
function preload(files: readonly string[]): ProgramAnswer {
  for (const file of files.filter((each) => existsSync(each))) require(file);
  if (files.length > 0) warmUp();
  return { preloaded: true };
}

/** Composes the committed schemas once, because V8 runs cold code slowly. */
function warmUp(): void {
  const { composeServices } = require('@apollo/composition') as typeof Composition;
  const { parse } = require('graphql') as typeof Graphql;
  const subgraphs = globSync('subgraphs/*/schema.graphql', { cwd: root }).map((file) => ({
    name: path.basename(path.dirname(file)),
    typeDefs: parse(read(file) ?? ''),
  }));
  composeServices(subgraphs);
}

/** Composes the supergraph if the schema of a subgraph differs from its file. */
async function writeSchemas(): Promise<string[]> {
  const { composedFiles, sdlFile, subgraphSdls, supergraphFile } = await import(
    '../generate/generate-schemas.js'
  );
  const sdls = subgraphSdls();
  if ([...sdls].every(([name, sdl]) => read(sdlFile(name)) === sdl)) return [];
  const stale = [...composedFiles(sdls)].filter(([file, text]) => read(file) !== text);
  for (const [file, text] of stale) {
    write(file, text);
    // The gateway reads the copy that a build makes.
    if (file === supergraphFile) write(path.join('dist', file), text);
  }
  return stale.map(([file]) => file);
}

/** The shop does not read this file, so it is written after the start. */
async function writeApiSchema(): Promise<void> {
  const { apiSchema, apiSchemaFile, supergraphFile } = await import(
    '../generate/generate-schemas.js'
  );
  write(apiSchemaFile, await apiSchema(read(supergraphFile) ?? ''));
}

let isApiStale = false;

async function load(): Promise<ProgramAnswer> {
  await import('reflect-metadata');
  await import('../../cli/start/open-shop.js');
  await import('../../cli/topology/one-process.js');
  const written = await writeSchemas();
  isApiStale = written.length > 0;
  return { loaded: written };
}

async function open(servers: RunningServers): Promise<OpenedProgram> {
  const { openShop } = await import('../../cli/start/open-shop.js');
  const { banner } = await import('../../cli/start/banner.js');
  const { createLifecycle } = await import('../../platform/process/lifecycle.js');
  let logger: Logger | null = null;
  const lifecycle = createLifecycle({ logger: () => logger });
  process.once('disconnect', () => void lifecycle.end(0));
  process.on('uncaughtException', (error) => void lifecycle.fail(error.stack ?? error.message));
  const useLogger = (created: Logger) => {
    logger = created;
  };
  const facts = await openShop({ lifecycle, servers, useLogger });
  if (isApiStale) void writeApiSchema();
  // Node writes the cache when a process exits, which is too late for the next one.
  flushCompileCache();
  return {
    banner: banner(facts),
    packages: Object.keys(require.cache).filter((file) => file.includes(packageFolder)),
  };
}

async function answer(request: ProgramRequest): Promise<ProgramAnswer> {
  if ('preload' in request) return preload(request.preload);
  if ('load' in request) return load();
  return { opened: await open(request.open) };
}

process.on('message', (request: ProgramRequest) => {
  const failed = (error: unknown) => ({ failed: String((error as Error).stack ?? error) });
  void answer(request)
    .catch(failed)
    .then((said) => process.send?.(said));
});
