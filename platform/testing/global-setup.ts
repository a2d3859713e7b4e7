import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../database/embedded';
import { migrate } from '../database/migrate';
import { isAlive } from '../process/process-table';
import { startRedisChild } from '../redis/redis-child';
import { createLogger } from '../telemetry/logger';
import { templateFolders, templateName, testDatabases } from './templates';

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL of the maintenance database of the run's PostgreSQL. */
    postgresUrl: string;
    /** Folders below `prisma/` whose migrations stand in a template. */
    postgresTemplates: string[];
    /** Null where no redis-server is on the path. */
    redisUrl: string | null;
    /** Empty at first: journeys keep here what all their shops have in common. */
    shopFolder: string;
    /** Whether this is `npm run test:long`. */
    isLongRun: boolean;
    /** Instances of each process in shops of many processes; gateways are always two. */
    instances: number;
    /** How many databases shops divide their shards among: 1 or 2. */
    shardDatabases: number;
  }
}

const memoryFolder = '/dev/shm';
/** Three times what `npm test` takes. */
const memoryBytesMin = 3_000_000_000;

/** A folder in memory if there is room: a test run would otherwise wait mostly for the disk. */
function scratchRoot(): string {
  if (!existsSync(memoryFolder)) return tmpdir();
  const { bavail, bsize } = statfsSync(memoryFolder);
  return bavail * bsize > memoryBytesMin ? memoryFolder : tmpdir();
}

const folderPattern = /^vitest-(\d+)-/;

/** A run that was killed has left its folder, and memory is what it is made of. */
function sweep(root: string): void {
  for (const name of readdirSync(root)) {
    const owner = folderPattern.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    rmSync(join(root, name), { recursive: true, force: true });
  }
}

/**
 * Lets workers, and what they start, compile what they share once, and keep their temporary files in
 * the folder of the run.
 */
function shareFolder(folder: string, projectName: string): void {
  process.env.NODE_COMPILE_CACHE = join(folder, 'compile-cache');
  // Long suites may write more than fits into memory.
  if (projectName === 'long') return;
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  // PostgreSQL runs as another account if this is root.
  chmodSync(temporary, 0o1777);
  process.env.TMPDIR = temporary;
}

interface TestServers {
  readonly postgresUrl: string;
  readonly templates: string[];
  readonly redisUrl: string | null;
  readonly folder: string;
  stop(): Promise<void>;
}

/** One PostgreSQL and, where possible, one Redis, and templates to clone. */
async function startServers(): Promise<TestServers> {
  const logger = createLogger({ level: 'error', pretty: true, name: 'test-setup' });
  const scratch = scratchRoot();
  sweep(scratch);
  const folder = mkdtempSync(join(scratch, `vitest-${process.pid}-`));
  const onLost = (reason: string) => logger.error(reason);
  const [postgres, redis] = await Promise.all([
    startEmbeddedPostgres({ dataFolder: folder, logger, durable: false, onLost }),
    startRedisChild({ folder: join(folder, 'redis'), databases: testDatabases, logger, onLost }),
  ]);
  const root = resolve(__dirname, '../..');
  const templates = templateFolders(root);
  for (const name of templates) {
    const url = postgres.url(templateName(name));
    await migrate({ url, folder: join(root, 'prisma', name, 'migrations'), logger });
  }
  return {
    postgresUrl: postgres.url('postgres'),
    templates,
    redisUrl: redis?.url ?? null,
    folder,
    async stop() {
      await Promise.all([postgres.stop(), redis?.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Each project of a run has its own copy of this module, so it is kept outside. */
const run = globalThis as {
  testServers?: { readonly started: Promise<TestServers>; uses: number };
};

/** All projects of a run share the servers; the last one to end stops them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  run.testServers ??= { started: startServers(), uses: 0 };
  const { testServers } = run;
  testServers.uses += 1;
  const { postgresUrl, templates, redisUrl, folder, stop } = await testServers.started;
  shareFolder(folder, project.name);
  project.provide('postgresUrl', postgresUrl);
  project.provide('postgresTemplates', templates);
  project.provide('redisUrl', redisUrl);
  project.provide('shopFolder', mkdtempSync(join(folder, 'shops-')));
  return async () => {
    testServers.uses -= 1;
    if (testServers.uses === 0) await stop();
  };
}
