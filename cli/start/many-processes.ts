import { setTimeout as pause } from 'node:timers/promises';
import type { Registry } from 'prom-client';
import { withGeneratedSecrets } from '../../config/loading/generated-secrets';
import { openConfiguration } from '../../config/loading/open-configuration';
import { checkOneServer } from '../../config/process/one-server';
import { configureArchiving } from '../../config/process/open-backups';
import type { Configuration } from '../../config/schema';
import { createLifecycle, type Lifecycle } from '../../platform/process/lifecycle';
import { checkPortFree } from '../../platform/process/port';
import { startAdminServer } from '../../platform/remote/admin-server';
import { packageVersion } from '../../platform/remote/package-version';
import { counterIn } from '../../platform/telemetry/instruments';
import { createLogShipper } from '../../platform/telemetry/log-shipper';
import { createLogger, type Logger } from '../../platform/telemetry/logger';
import { createMetrics } from '../../platform/telemetry/metrics';
import { signalsStopDeadlineMs } from '../../platform/telemetry/signals';
import { exitCode } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { failureText, messageOf } from '../program/results';
import { keepProcessList } from '../running/process-list';
import { startCopies } from '../topology/copies';
import { openRedisServer, startDistributedShop } from '../topology/distributed';
import { type PlannedInstance, servesPublicPort } from '../topology/instances';
import { spaceChecks } from '../topology/readiness';
import {
  checkDataFolder,
  migrateAll,
  openPostgres,
  type Starting,
  takeDataFolderOfStart,
} from '../topology/servers';
import type { SupervisedProcesses, SupervisedShop } from '../topology/start-instance';
import { type OwnPort, portsOfCopies, portsOfServices } from './own-ports';
import { type InstanceCounts, plannedCopies, plannedInstances } from './planned-instances';
import { printStarted } from './printed';
import { followRestarts } from './rolling-restart';

const supervisorName = 'supervisor';
const followStopDeadlineMs = 1_000;
/** Processes of a start that was killed need a moment to notice it and exit. */
const portWaitMs = 5_000;
const portPollMs = 100;

async function waitForPort(setting: string, host: string, port: number): Promise<void> {
  const deadline = performance.now() + portWaitMs;
  for (;;) {
    try {
      await checkPortFree(setting, host, port);
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(portPollMs);
    }
  }
}

/** Checked before anything is started, so that nothing has to be undone. */
async function checkPorts(ports: readonly OwnPort[]): Promise<void> {
  await Promise.all(ports.map(({ setting, host, port }) => waitForPort(setting, host, port)));
}

/** How a shop is divided among processes. */
interface Division {
  readonly ports: (configuration: Configuration) => OwnPort[];
  readonly instances: (configuration: Configuration) => Promise<PlannedInstance[]>;
  readonly start: (shop: SupervisedShop) => Promise<SupervisedProcesses>;
}

/** A process for each service. */
export const asServices = (counts: InstanceCounts): Division => ({
  ports: portsOfServices,
  instances: (configuration) => plannedInstances(configuration, counts),
  start: startDistributedShop,
});

/** Processes that each hold the whole shop. */
export const asCopies = (count: number): Division => ({
  ports: portsOfCopies,
  instances: (configuration) => plannedCopies(configuration, count),
  start: startCopies,
});

async function open(
  division: Division,
  options: JsonOption,
  lifecycle: Lifecycle,
  useLogger: (logger: Logger) => void,
): Promise<void> {
  const startedAtMs = performance.now();
  const opened = await openConfiguration();
  const { initial } = opened;
  const name = supervisorName;
  const shipper = createLogShipper(initial.telemetry.logs, name);
  const logger = createLogger({ ...initial.log, name, shipper: shipper ?? undefined });
  useLogger(logger);
  if (shipper) lifecycle.onStop('log shipping', signalsStopDeadlineMs, () => shipper.stop());
  checkDataFolder(initial);
  await checkPorts(division.ports(initial));
  const instances = await division.instances(initial);
  const { dataFolder } = takeDataFolderOfStart({ configuration: initial, lifecycle, logger });
  configureArchiving(initial, logger);
  const registry = createMetrics({ name, version: packageVersion() });
  const followed = opened.follow({ logger, registry }, (read) =>
    withGeneratedSecrets({ ...read, dataFolder }),
  );
  lifecycle.onStop('configuration', followStopDeadlineMs, followed.stop);
  const configuration = followed.view;
  const starting = { configuration, logger, lifecycle };
  const [urls, redisUrl] = await Promise.all([openPostgres(starting), openRedisServer(starting)]);
  await migrateAll(urls, logger);
  await checkOneServer(configuration);
  const list = keepProcessList(dataFolder, logger);
  lifecycle.onStop('list of processes', followStopDeadlineMs, list.remove);
  const addresses = await division.start({
    ...starting,
    followed,
    urls: urls.application,
    redisUrl,
    instances,
    onReady: (ready, { adminPort }) => list.set(ready, adminPort),
    onRestart: countRestarts(registry),
  });
  list.set(name, await openAdminPort(starting, registry));
  if (lifecycle.isEnding) return;
  const { processes } = addresses;
  const { takeAll: takeSettings } = followed;
  const stopRestarts = followRestarts({ dataFolder, processes, takeSettings, logger, lifecycle });
  lifecycle.onStop('restarts', followStopDeadlineMs, stopRestarts);
  const startedInMs = performance.now() - startedAtMs;
  printStarted(options, {
    configuration,
    addresses,
    startedInMs,
    hasRedis: true,
    gatewayAdminPorts: instances
      .filter(({ part }) => servesPublicPort(part))
      .map(({ adminPort }) => adminPort),
  });
}

/** Serves the metrics of this process, and the restarts of the others. @returns the port. */
async function openAdminPort(
  { configuration, lifecycle, logger }: Starting,
  registry: Registry,
): Promise<number> {
  const { services } = configuration;
  const admin = await startAdminServer({
    host: services.host,
    port: services.supervisor.adminPort,
    registry,
    required: {},
    optional: spaceChecks(configuration),
    isDraining: () => lifecycle.isEnding,
    logger,
  });
  lifecycle.onStop('admin port', followStopDeadlineMs, admin.stop);
  return admin.port;
}

function countRestarts(registry: Registry): (name: string) => void {
  const restarts = counterIn(registry, {
    name: 'supervised_restarts_total',
    help: 'Times that a process which had died was started again, by its name.',
    labelNames: ['name'],
  });
  return (name) => restarts.inc({ name });
}

/** Starts the shop as many processes, until a signal stops it. */
export async function startManyProcesses(division: Division, options: JsonOption): Promise<void> {
  let logger: Logger | null = null;
  const lifecycle = createLifecycle({ logger: () => logger });
  const fail = (error: unknown) =>
    lifecycle.fail(failureText(options, messageOf(error), exitCode.failed));
  process.on('uncaughtException', (error) => {
    logger?.fatal({ err: error }, 'uncaught error');
    void fail(error);
  });
  try {
    await open(division, options, lifecycle, (created) => {
      logger = created;
    });
  } catch (error) {
    await fail(error);
  }
}
