import type { LiveSettings, SettingsChange } from './live';
import { watchFiles } from './watch-files';

/** Reports the result of each reading in logs and metrics. */
export interface ReloadReport {
  read(change: SettingsChange): void;
  refused(error: unknown): void;
}

export interface ReloadOptions<Settings> {
  readonly settings: LiveSettings<Settings>;
  /** All settings, validated. */
  readonly read: () => Promise<Settings>;
  /** Files to read again when they change. */
  readonly files: () => readonly string[];
  readonly report: ReloadReport;
  /** The interval at which all sources are read again; if absent, only when files change. */
  readonly everyMs?: number;
}

export interface Reloader {
  /** Reads now. Resolves once the new settings apply; never rejects. */
  refresh(): Promise<void>;
  stop(): void;
}

/** Keeps settings in step with their files. Faulty settings are reported and not applied. */
export function startReloading<Settings>(options: ReloadOptions<Settings>): Reloader {
  const { settings, report } = options;
  let running: Promise<void> | null = null;
  let isStale = false;
  let isStopped = false;

  const read = async (): Promise<void> => {
    try {
      report.read(settings.apply(await options.read()));
    } catch (error) {
      // Its sources may close during the reading.
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
