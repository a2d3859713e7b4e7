import type { Registry } from 'prom-client';
import { createLifecycle, type Lifecycle } from '../process/lifecycle';
import { createLogger, type Logger, type LogLevel } from '../telemetry/logger';
import { createMetrics } from '../telemetry/metrics';
import { type AdminOptions, startAdminServer } from './admin-server';
import * as limits from './limits';
import { packageVersion } from './package-version';

/** What a part needs of the configuration before it is anything in particular. */
export interface PartSettings {
  readonly log: { readonly level: LogLevel; readonly pretty: boolean };
  readonly services: { readonly host: string };
}

export interface RunningPart<Settings> {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  readonly registry: Registry;
}

export interface OpenedPart extends Pick<AdminOptions, 'needs' | 'wants'> {
  readonly adminPort: number;
}

export interface PartOptions<Settings> {
  /** How logs and metrics call it. */
  readonly name: string;
  /** The configuration of a part that nobody supervises. */
  readonly load: () => Settings;
  readonly open: (part: RunningPart<Settings>) => Promise<OpenedPart>;
}

/** What a supervised part says to its supervisor. */
export type PartMessage = { readonly ready: true } | { readonly failed: string };

/** The channel to a supervisor; a container or a shell starts parts without one. */
const isSupervised = (): boolean => process.send !== undefined;

/**
 * A supervisor hands the configuration over the channel: one object, read and checked once, that
 * neither the process list nor the environment shows.
 */
function receiveSettings<Settings>(): Promise<Settings> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error('The supervisor sent no configuration.'));
    const timer = setTimeout(late, limits.configurationDeadlineMs);
    process.once('message', (message) => {
      clearTimeout(timer);
      resolve((message as { settings: Settings }).settings);
    });
  });
}

function tell(message: PartMessage): Promise<void> {
  return new Promise((resolve) => {
    // The supervisor may be gone; then there is nobody to tell.
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}

/**
 * Ctrl-C reaches the whole process group: the supervisor gets it too and ends its parts one after
 * the other. When the supervisor is gone, however it went, its parts end.
 */
function followSupervisor(lifecycle: Lifecycle): void {
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('SIGTERM', () => void lifecycle.end(0));
  process.on('disconnect', () => void lifecycle.end(0));
  if (!process.connected) void lifecycle.end(0);
}

async function open<Settings extends PartSettings>(
  options: PartOptions<Settings>,
  lifecycle: Lifecycle,
  useLogger: (logger: Logger) => void,
): Promise<void> {
  const { name } = options;
  const settings = isSupervised() ? await receiveSettings<Settings>() : options.load();
  const logger = createLogger({ ...settings.log, name });
  useLogger(logger);
  const registry = createMetrics({ name, version: packageVersion() });
  const { adminPort, needs, wants } = await options.open({ settings, logger, lifecycle, registry });
  const admin = await startAdminServer({
    host: settings.services.host,
    port: adminPort,
    registry,
    needs,
    wants,
    isDraining: () => lifecycle.isEnding,
    logger,
  });
  lifecycle.onStop('admin port', limits.drainDeadlineMs, admin.stop);
  logger.info({ adminPort: admin.port }, 'ready');
  await tell({ ready: true });
}

/**
 * Runs one part of the system as this process: its configuration comes from a supervisor where
 * there is one, else from files and the environment, and it ends on a signal or with the
 * supervisor.
 */
export async function runPart<Settings extends PartSettings>(
  options: PartOptions<Settings>,
): Promise<void> {
  let logger: Logger | null = null;
  const lifecycle = createLifecycle({ logger: () => logger, signals: !isSupervised() });
  if (isSupervised()) followSupervisor(lifecycle);
  const fail = async (error: unknown): Promise<void> => {
    const message = error instanceof Error ? error.message : String(error);
    if (!isSupervised()) return lifecycle.fail(message);
    await tell({ failed: message });
    return lifecycle.end(1);
  };
  process.on('uncaughtException', (error) => {
    logger?.fatal({ err: error }, 'a fault of the program');
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
