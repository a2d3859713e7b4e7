import { setTimeout as pause } from 'node:timers/promises';
import { withGeneratedSecrets } from '../../config/loading/generated-secrets';
import { openConfiguration } from '../../config/loading/open-configuration';
import type { Configuration } from '../../config/schema';
import { subgraphNames } from '../../config/subgraphs';
import { createLifecycle, type Lifecycle } from '../../platform/process/lifecycle';
import { checkPortFree } from '../../platform/process/port';
import { createLogShipper } from '../../platform/telemetry/log-shipper';
import { createLogger, type Logger } from '../../platform/telemetry/logger';
import { signalsStopDeadlineMs } from '../../platform/telemetry/signals';
import { exitCode } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { failureText, messageOf } from '../program/results';
import { keepProcessList } from '../running/process-list';
import { openRedisServer, startDistributedShop } from '../topology/distributed';
import {
  checkDataFolder,
  migrateAll,
  openPostgres,
  takeDataFolderOfStart,
} from '../topology/servers';
import { type InstanceCounts, plannedInstances } from './planned-instances';
import { printStarted } from './printed';
import { followRestarts } from './rolling-restart';

const followStopDeadlineMs = 1_000;
/** Processes of a start that was killed need a moment to notice it and exit. */
const portWaitMs = 5_000;
const portPollMs = 100;

async function waitForPort(setting: string, host: string, port: number): Promise<void> {
  const deadline = Date.now() + portWaitMs;
  for (;;) {
    try {
      await checkPortFree(setting, host, port);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(portPollMs);
    }
  }
}

/** Checked before anything is started, so that nothing has to be undone. */
async function checkPorts({ payments, server, services }: Configuration): Promise<void> {
  const internal: [string, number][] = [
    ...subgraphNames.flatMap((name): [string, number][] => [
      [`services.${name}.port`, services[name].port],
      [`services.${name}.adminPort`, services[name].adminPort],
    ]),
    ['services.jobs.adminPort', services.jobs.adminPort],
    ['server.adminPort', server.adminPort],
  ];
  await Promise.all([
    waitForPort('server.port', server.host, server.port),
    waitForPort('payments.sandbox.port', '127.0.0.1', payments.sandbox.port),
    ...internal.map(([setting, port]) => waitForPort(setting, services.host, port)),
  ]);
}

async function open(
  counts: InstanceCounts,
  options: JsonOption,
  lifecycle: Lifecycle,
  useLogger: (logger: Logger) => void,
): Promise<void> {
  const startedAtMs = performance.now();
  const opened = await openConfiguration();
  const { initial } = opened;
  const name = 'supervisor';
  const shipper = createLogShipper(initial.telemetry.logs, name);
  const logger = createLogger({ ...initial.log, name, shipper: shipper ?? undefined });
  useLogger(logger);
  if (shipper) lifecycle.onStop('log shipping', signalsStopDeadlineMs, () => shipper.stop());
  checkDataFolder(initial);
  await checkPorts(initial);
  const instances = await plannedInstances(initial, counts);
  const { dataFolder } = takeDataFolderOfStart({ configuration: initial, lifecycle, logger });
  const followed = opened.follow({ logger, registry: null }, (read) =>
    withGeneratedSecrets({ ...read, dataFolder }),
  );
  lifecycle.onStop('configuration', followStopDeadlineMs, followed.stop);
  const configuration = followed.view;
  const starting = { configuration, logger, lifecycle };
  const [urls, redisUrl] = await Promise.all([openPostgres(starting), openRedisServer(starting)]);
  await migrateAll(urls, logger);
  const list = keepProcessList(dataFolder);
  lifecycle.onStop('list of processes', followStopDeadlineMs, list.remove);
  const addresses = await startDistributedShop({
    ...starting,
    followed,
    urls: urls.application,
    redisUrl,
    instances,
    onReady: list.set,
  });
  if (lifecycle.isEnding) return;
  const { processes } = addresses;
  const stopRestarts = followRestarts({ dataFolder, processes, logger, lifecycle });
  lifecycle.onStop('restarts', followStopDeadlineMs, stopRestarts);
  const startedInMs = performance.now() - startedAtMs;
  printStarted(options, {
    configuration,
    addresses,
    startedInMs,
    hasRedis: true,
    gatewayAdminPorts: instances
      .filter(({ subgraph }) => subgraph === null)
      .map(({ adminPort }) => adminPort),
  });
}

/** Starts the shop with a process for each service, until a signal stops it. */
export async function startManyProcesses(
  counts: InstanceCounts,
  options: JsonOption,
): Promise<void> {
  let logger: Logger | null = null;
  const lifecycle = createLifecycle({ logger: () => logger });
  const fail = (error: unknown) =>
    lifecycle.fail(failureText(options, messageOf(error), exitCode.failed));
  process.on('uncaughtException', (error) => {
    logger?.fatal({ err: error }, 'uncaught error');
    void fail(error);
  });
  try {
    await open(counts, options, lifecycle, (created) => {
      logger = created;
    });
  } catch (error) {
    await fail(error);
  }
}
