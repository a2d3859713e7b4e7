import type { Registry } from 'prom-client';
import { type LiveSettings, liveSettings } from '../platform/config/live';
import { type Reloader, reloadReport, startReloading } from '../platform/config/reload';
import { settingFieldsOf } from '../platform/config/setting-fields';
import type { SettingsSource } from '../platform/remote/process-settings';
import { type Logger, setLogLevels } from '../platform/telemetry/logger';
import { isChangeable } from './changeable';
import { type ConfigurationSources, configurationReader } from './load-configuration';
import { type Configuration, configSchema } from './schema';

const sections = new Set(
  settingFieldsOf(configSchema).flatMap(({ path }) =>
    path.map((_, length) => path.slice(0, length).join('.')),
  ),
);

/** A configuration whose changeable settings may change: `view` is what the process works with. */
export function liveConfiguration(initial: Configuration): LiveSettings<Configuration> {
  return liveSettings({ initial, isSection: (path) => sections.has(path), isChangeable });
}

type Adjustment = (configuration: Configuration) => Configuration;

/** The configuration of a process, before it is decided what is kept of it. */
export interface InitialConfiguration {
  /** As it was read when the process started. */
  readonly initial: Configuration;
  /**
   * Makes it live, and follows its sources from now on.
   * @param adjust puts in what this installation has made up itself; of each reading anew.
   */
  follow(watching: Watching, adjust?: Adjustment): FollowedConfiguration;
}

export interface Watching {
  readonly logger: Logger;
  /** Null where a process shows no metrics. */
  readonly registry: Registry | null;
}

export interface FollowedConfiguration extends LiveSettings<Configuration>, Reloader {
  /** Tells of each reading that was refused, besides the log. */
  onRefused(listener: () => void): void;
}

const msPerSecond = 1_000;

/**
 * Reads the configuration of a process that goes on to follow it.
 * @throws ConfigurationError that lists every fault.
 */
export async function openConfiguration(
  sources: ConfigurationSources = {},
): Promise<InitialConfiguration> {
  let logger: Logger | null = null;
  const onStale = (error: Error) =>
    logger?.warn({ reason: error.message }, 'Vault is away: what it said before holds on');
  const reader = configurationReader(sources, onStale);
  const initial = await reader.read();
  return {
    initial,
    follow(watching, adjust = (configuration) => configuration) {
      logger = watching.logger;
      const settings = liveConfiguration(adjust(initial));
      const report = reloadReport(settings.view, watching.logger, watching.registry);
      settings.onChange(() => setLogLevels(watching.logger, settings.view.log));
      const { vault } = initial.secrets;
      const refusalListeners: (() => void)[] = [];
      const following = startReloading({
        settings,
        read: async () => adjust(await reader.read()),
        files: reader.files,
        report: {
          read: report.read,
          refused: (error) => {
            report.refused(error);
            for (const listener of refusalListeners) listener();
          },
        },
        everyMs: vault.address === null ? undefined : vault.refreshSeconds * msPerSecond,
      });
      return {
        ...settings,
        refresh: () => {
          reader.forget();
          return following.refresh();
        },
        onRefused: (listener) => void refusalListeners.push(listener),
        stop: () => {
          following.stop();
          void reader.close();
        },
      };
    },
  };
}

/** How each part of the system comes by its configuration. */
export const configurationSource: SettingsSource<Configuration> = {
  open: openConfiguration,
  receive: liveConfiguration,
};
