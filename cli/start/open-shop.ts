import { withGeneratedSecrets } from '../../config/loading/generated-secrets';
import { openConfiguration } from '../../config/loading/open-configuration';
import { checkOneServer } from '../../config/process/one-server';
import { configureArchiving } from '../../config/process/open-backups';
import type { Configuration } from '../../config/schema';
import { idleGraceMs } from '../../gateway/http/limits';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { checkPortFree } from '../../platform/process/port';
import type { Redis } from '../../platform/redis/redis';
import { type AdminOptions, startAdminServer } from '../../platform/remote/admin-server';
import { packageVersion } from '../../platform/remote/package-version';
import type { Logger } from '../../platform/telemetry/logger';
import { openSignals, signalsStopDeadlineMs } from '../../platform/telemetry/signals';
import { openPools, poolMaxOf } from '../topology/open-pools';
import { superviseSandbox } from '../topology/sandbox';
import {
  checkDataFolder,
  connectToRedis,
  type DatabaseUrls,
  migrateAll,
  openPostgres,
  openRedis,
  type RunningServers,
  type Starting,
  takeDataFolderOfStart,
} from '../topology/servers';
import type { BannerFacts } from './banner';
import { sandboxPorts } from './own-ports';

const followStopDeadlineMs = 1_000;
const adminStopDeadlineMs = 15_000;

export interface OpeningShop {
  readonly lifecycle: Lifecycle;
  /** Called with the logger as soon as it exists. */
  readonly useLogger: (logger: Logger) => void;
  /** PostgreSQL and Redis of another process; the shop starts its own if absent. */
  readonly servers?: RunningServers;
}

/** Checked before anything is started, so that nothing has to be undone. */
async function checkPorts(configuration: Configuration): Promise<void> {
  const { environment, server, services } = configuration;
  await checkPortFree('server.port', server.host, server.port);
  if (environment !== 'development') {
    await checkPortFree('server.adminPort', services.host, server.adminPort);
  }
  for (const { setting, host, port } of sandboxPorts(configuration)) {
    await checkPortFree(setting, host, port);
  }
}

function openServers(
  starting: Starting,
  running: RunningServers | undefined,
): Promise<[DatabaseUrls, Redis | null]> {
  if (running === undefined) return Promise.all([openPostgres(starting), openRedis(starting)]);
  return Promise.all([running.urls, connectToRedis(running.redisUrl, starting)]);
}

async function openAdminPort(
  { configuration: { services, server }, lifecycle, logger }: Starting,
  served: Omit<AdminOptions, 'host' | 'port' | 'isDraining' | 'logger'>,
): Promise<void> {
  const admin = await startAdminServer({
    ...served,
    host: services.host,
    port: server.adminPort,
    isDraining: () => lifecycle.isEnding,
    logger,
  });
  lifecycle.onStop('admin port', adminStopDeadlineMs, () => admin.stop());
}

/**
 * Starts the shop in this process. The lifecycle stops what it starts.
 * @returns the facts for the banner.
 * @throws Error with one sentence that says what is wrong.
 */
export async function openShop(opening: OpeningShop): Promise<BannerFacts> {
  const { lifecycle, useLogger, servers: running } = opening;
  const startedAtMs = performance.now();
  const opened = await openConfiguration();
  const { initial } = opened;
  const signals = await openSignals({ name: 'shop', version: packageVersion(), settings: initial });
  const { logger, registry } = signals;
  useLogger(logger);
  lifecycle.onStop('signals', signalsStopDeadlineMs, signals.stop);
  if (running === undefined) checkDataFolder(initial);
  await checkPorts(initial);
  const starts = { configuration: initial, lifecycle, logger };
  const { dataFolder } = running ?? takeDataFolderOfStart(starts);
  if (running === undefined) configureArchiving(initial, logger);
  const followed = opened.follow({ logger, registry }, (read) =>
    withGeneratedSecrets({ ...read, dataFolder }),
  );
  lifecycle.onStop('configuration', followStopDeadlineMs, followed.stop);
  const configuration = followed.view;
  const starting = { configuration, refresh: followed.refresh, logger, lifecycle };
  // PostgreSQL, Redis and the sandbox start in their own processes while this one loads its code.
  const servers = openServers(starting, running);
  const sandbox = superviseSandbox(starting);
  for (const coming of [servers, sandbox]) coming.catch(() => undefined);
  const { startShop } = await import('../topology/one-process.js');
  const [urls, redis] = await servers;
  await migrateAll(urls, logger);
  await checkOneServer(configuration);
  const poolMax = await poolMaxOf(urls.application, configuration);
  const pools = openPools(urls.application, poolMax, starting);
  const isInDevelopment = initial.environment === 'development';
  const { addresses, checks, accounts } = await startShop({
    ...starting,
    ...pools,
    redis,
    sandbox: await sandbox,
    registry,
    // Nobody waits for a developer's open browser.
    idleGraceMs: isInDevelopment ? 0 : idleGraceMs,
  });
  // The public port has the metrics in development, and Node can be profiled directly.
  if (!isInDevelopment) {
    await openAdminPort(starting, { registry, profiles: signals.profiles, accounts, ...checks });
  }
  const startedInMs = performance.now() - startedAtMs;
  return { configuration, addresses, hasRedis: redis !== null, startedInMs };
}
