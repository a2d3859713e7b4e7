import { Counter, Gauge, type Registry } from 'prom-client';
import type { Logger } from '../telemetry/logger';
import { ConfigurationError } from './configuration-error';
import type { LiveSettings, SettingsChange } from './live';
import { withoutSecrets } from './secret-paths';
import { watchFiles } from './watch-files';

/** Says in logs and metrics what became of each reading. */
export interface ReloadReport {
  read(change: SettingsChange): void;
  refused(error: unknown): void;
}

function valueAt(settings: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)[key]
      : undefined;
  }, settings);
}

const shown = (settings: unknown, path: string) => withoutSecrets(valueAt(settings, path), path);

/** @param settings what they are after the change; secrets are masked. */
export function reloadReport(
  settings: object,
  logger: Logger,
  registry: Registry | null,
): ReloadReport {
  const registers = registry === null ? [] : [registry];
  const reloads = new Counter({
    name: 'config_reloads_total',
    help: 'Readings of the configuration while the process ran, by what became of them.',
    labelNames: ['result'],
    registers,
  });
  for (const result of ['applied', 'unchanged', 'refused']) reloads.inc({ result }, 0);
  const lastSuccess = new Gauge({
    name: 'config_last_reload_success_timestamp_seconds',
    help: 'When the configuration was last read without a fault.',
    registers,
  });
  const isSuccessful = new Gauge({
    name: 'config_last_reload_successful',
    help: 'Whether the configuration had no fault when it was last read: 1 or 0.',
    registers,
  });
  lastSuccess.setToCurrentTime();
  isSuccessful.set(1);
  return {
    read({ changed, needRestart }) {
      reloads.inc({ result: changed.length > 0 ? 'applied' : 'unchanged' });
      lastSuccess.setToCurrentTime();
      isSuccessful.set(1);
      if (changed.length > 0) {
        const values = Object.fromEntries(changed.map((path) => [path, shown(settings, path)]));
        logger.info({ changed: values }, 'the configuration has changed');
      }
      if (needRestart.length > 0) {
        logger.warn({ settings: needRestart }, 'a change of these settings needs a restart');
      }
    },
    refused(error) {
      reloads.inc({ result: 'refused' });
      isSuccessful.set(0);
      const { message } = error as Error;
      const faults = error instanceof ConfigurationError ? error.faults : [{ expected: message }];
      logger.error({ faults }, 'the configuration has faults: nothing changes');
    },
  };
}

export interface ReloadOptions<Settings> {
  readonly settings: LiveSettings<Settings>;
  /** The whole of the settings, checked. */
  readonly read: () => Promise<Settings>;
  /** Files whose change asks for another reading. */
  readonly files: () => readonly string[];
  readonly report: ReloadReport;
  /** Besides, for what no file tells of. */
  readonly everyMs?: number;
}

export interface Reloader {
  /** Reads at once. Resolves when what was read holds; never rejects. */
  refresh(): Promise<void>;
  stop(): void;
}

/** Keeps settings as their files say. What is faulty is reported and changes nothing. */
export function startReloading<Settings>(options: ReloadOptions<Settings>): Reloader {
  const { settings, report } = options;
  let running: Promise<void> | null = null;
  let isStale = false;
  let isStopped = false;

  const read = async (): Promise<void> => {
    try {
      report.read(settings.apply(await options.read()));
    } catch (error) {
      // Its sources close while it reads.
      if (!isStopped) report.refused(error);
    }
  };
  const readAll = async (): Promise<void> => {
    while (isStale) {
      isStale = false;
      await read();
    }
    running = null;
  };
  const refresh = (): Promise<void> => {
    isStale = true;
    running ??= readAll();
    return running;
  };

  const watching = watchFiles(options.files, () => void refresh());
  const timer =
    options.everyMs === undefined
      ? undefined
      : setInterval(() => void refresh(), options.everyMs).unref();
  return {
    refresh,
    stop() {
      isStopped = true;
      watching.stop();
      clearInterval(timer);
    },
  };
}
