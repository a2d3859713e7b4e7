import cluster from 'node:cluster';
import type { Registry } from 'prom-client';
import type { ServiceCall } from '../graphql/service-call';
import { createLifecycle, type Lifecycle } from '../process/lifecycle';
import type { Logger } from '../telemetry/logger';
import { openSignals, signalsStopDeadlineMs } from '../telemetry/signals';
import { type Dependencies, startAdminServer } from './admin-server';
import * as limits from './limits';
import { packageVersion } from './package-version';
import {
  isSupervised,
  type ProcessSettings,
  type ReadyReport,
  receiveSettings,
  type SettingsSource,
  sendToSupervisor,
} from './process-settings';

export interface RunningProcess<Settings> {
  /** The settings, frozen and always current. */
  readonly settings: Settings;
  readonly refreshSettings: () => Promise<void>;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  readonly registry: Registry;
}

export interface OpenedProcess extends Dependencies, ReadyReport {
  /** The service that knows accounts and stores the audit log. */
  readonly accounts: ServiceCall;
  /** Announces the process to others, now that it serves. @returns how to withdraw that. */
  readonly announce?: ((adminPort: number) => Promise<() => Promise<void>>) | undefined;
}

export interface ProcessOptions<Settings> {
  /** Name in logs and metrics. */
  readonly name: string;
  readonly settings: SettingsSource<Settings>;
  readonly open: (running: RunningProcess<Settings>) => Promise<OpenedProcess>;
}

/**
 * Ctrl-C reaches the whole process group; the supervisor gets it too and stops its processes in
 * order. If the supervisor dies in any way, its processes exit.
 */
function followSupervisor(lifecycle: Lifecycle): void {
  // A worker of a cluster would otherwise exit at once when its supervisor dies, and not drain.
  if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('SIGTERM', () => void lifecycle.end(0));
  process.on('disconnect', () => void lifecycle.end(0));
  if (!process.connected) void lifecycle.end(0);
}

async function open<Settings extends ProcessSettings>(
  options: ProcessOptions<Settings>,
  lifecycle: Lifecycle,
  useLogger: (logger: Logger) => void,
): Promise<void> {
  const { name, settings: source } = options;
  const opened = isSupervised() ? await receiveSettings(source) : await source.open();
  const version = packageVersion();
  const signals = await openSignals({ name, version, settings: opened.initial });
  const { logger, registry } = signals;
  useLogger(logger);
  lifecycle.onStop('signals', signalsStopDeadlineMs, signals.stop);
  const followed = opened.follow({ logger, registry });
  lifecycle.onStop('configuration', limits.drainDeadlineMs, followed.stop);
  const settings = followed.view;
  const { adminPort, announce, facts, ...opening } = await options.open({
    settings,
    refreshSettings: followed.refresh,
    logger,
    lifecycle,
    registry,
  });
  const admin = await startAdminServer({
    host: settings.services.host,
    port: adminPort,
    registry,
    ...opening,
    profiles: signals.profiles,
    isDraining: () => lifecycle.isEnding,
    logger,
  });
  lifecycle.onStop('admin port', limits.drainDeadlineMs, admin.stop);
  if (announce !== undefined) {
    const withdraw = await announce(admin.port);
    lifecycle.onStop('announcement', limits.drainDeadlineMs, withdraw);
  }
  logger.info({ adminPort: admin.port }, 'ready');
  await sendToSupervisor({ ready: true, adminPort: admin.port, facts });
}

/**
 * Runs this process of the system: its configuration comes from a supervisor where
 * there is one, else from files and the environment, and it ends on a signal or with the
 * supervisor.
 */
export async function runProcess<Settings extends ProcessSettings>(
  options: ProcessOptions<Settings>,
): Promise<void> {
  let logger: Logger | null = null;
  const lifecycle = createLifecycle({
    logger: () => logger,
    signals: !isSupervised(),
    stopDeadlineMs: limits.stopDeadlineMs,
  });
  if (isSupervised()) followSupervisor(lifecycle);
  const fail = async (error: unknown): Promise<void> => {
    const message = error instanceof Error ? error.message : String(error);
    if (!isSupervised()) return lifecycle.fail(message);
    await sendToSupervisor({ failed: message });
    return lifecycle.end(1);
  };
  process.on('uncaughtException', (error) => {
    logger?.fatal({ err: error }, 'uncaught error');
    void fail(error);
  });
  try {
    await open(options, lifecycle, (created) => {
      logger = created;
    });
  } catch (error) {
    if (!lifecycle.isEnding) await fail(error);
  }
}
