// type-graphql needs this before any of its decorators runs.
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { withGeneratedSecrets } from '../config/generated-secrets';
import { openConfiguration } from '../config/open-configuration';
import type { Configuration } from '../config/schema';
import { createLifecycle, type Lifecycle } from '../platform/process/lifecycle';
import { checkPortFree } from '../platform/process/port';
import type { Logger } from '../platform/telemetry/logger';
import { openSignals, signalsStopDeadlineMs } from '../platform/telemetry/signals';
import { banner } from './banner';
import { repositoryRoot } from './repository-root';
import { migrateAll, openPools, openPostgres, openRedis, takeDataFolder } from './servers';

const help = `npm start

Starts the shop: PostgreSQL (embedded, unless database.*.url are set), Redis (redis.url, or a
redis-server on the PATH, or memory), the payment sandbox, the subgraphs and the gateway.

The configuration is read from config.yaml in this folder, ~/.orderprocessing or
/etc/orderprocessing, and from the environment: server.port is ORDERPROCESSING_SERVER_PORT.
`;

const followStopDeadlineMs = 1_000;

function version(): string {
  const text = readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Checked before anything is started, so that nothing has to be undone. */
async function checkPorts(configuration: Configuration): Promise<void> {
  const { environment, server, services, payments } = configuration;
  await checkPortFree('server.port', server.host, server.port);
  if (environment !== 'development') {
    await checkPortFree('server.adminPort', services.host, server.adminPort);
  }
  if (payments.provider !== 'sandbox') return;
  await checkPortFree('payments.sandbox.port', '127.0.0.1', payments.sandbox.port);
}

async function open(lifecycle: Lifecycle, useLogger: (logger: Logger) => void): Promise<void> {
  const startedAtMs = performance.now();
  const opened = await openConfiguration();
  const { initial } = opened;
  const signals = await openSignals({ name: 'shop', version: version(), settings: initial });
  const { logger, registry } = signals;
  useLogger(logger);
  lifecycle.onStop('signals', signalsStopDeadlineMs, signals.stop);
  await checkPorts(initial);
  const { dataFolder } = takeDataFolder(initial, lifecycle);
  const followed = opened.follow({ logger, registry }, (read) =>
    withGeneratedSecrets({ ...read, dataFolder }),
  );
  lifecycle.onStop('configuration', followStopDeadlineMs, followed.stop);
  const configuration = followed.view;
  const starting = { configuration, refresh: followed.refresh, logger, lifecycle };
  // PostgreSQL and Redis come up in their own processes while this one loads its code.
  const servers = Promise.all([openPostgres(starting), openRedis(starting)]);
  servers.catch(() => undefined);
  const { startShop } = await import('./topology/one-process.js');
  const [urls, redis] = await servers;
  await migrateAll(urls, logger);
  const databases = await openPools(urls, starting);
  const addresses = await startShop({
    ...starting,
    databases,
    redis,
    registry,
    profiles: signals.profiles,
  });
  if (lifecycle.isEnding) return;
  const startedInMs = performance.now() - startedAtMs;
  process.stdout.write(banner({ configuration, addresses, hasRedis: redis !== null, startedInMs }));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  let logger: Logger | null = null;
  const lifecycle = createLifecycle({ logger: () => logger });
  const fail = (error: unknown) => {
    // Components that were starting when the shutdown began fail because of it.
    if (!lifecycle.isEnding) logger?.debug({ err: error }, 'start failed');
    return lifecycle.fail(error instanceof Error ? error.message : String(error));
  };
  process.on('uncaughtException', (error) => {
    logger?.fatal({ err: error }, 'uncaught error');
    void fail(error);
  });
  try {
    await open(lifecycle, (created) => {
      logger = created;
    });
  } catch (error) {
    await fail(error);
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
