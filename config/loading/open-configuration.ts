import type { Registry } from 'prom-client';
import { type LiveSettings, liveSettings } from '../../platform/config/live';
import { type Reloader, startReloading } from '../../platform/config/reload';
import { settingFieldsOf } from '../../platform/config/setting-fields';
import type { SettingsSource } from '../../platform/remote/process-settings';
import { type Logger, setLogLevels } from '../../platform/telemetry/logger';
import { reloadReport } from '../../platform/telemetry/reload-report';
import { msPerSecond } from '../../platform/values/time';
import { type Configuration, configSchema } from '../schema';
import { isChangeable, isTakenByRestart, isTakenOnlyByRestart } from '../schema/changeable';
import type { ProcessOwner } from '../schema/others-settings';
import {
  type ConfigurationSources,
  configurationReader,
  type TracedConfiguration,
} from './load-configuration';

const sections = new Set(
  settingFieldsOf(configSchema).flatMap(({ path }) =>
    path.map((_, length) => path.slice(0, length).join('.')),
  ),
);

/** A configuration whose changeable settings may change: the process reads `view`. */
export function liveConfiguration(initial: Configuration): LiveSettings<Configuration> {
  return liveSettings({ initial, isSection: (path) => sections.has(path), isChangeable });
}

type Adjustment = (configuration: Configuration) => Configuration;

/** The configuration of a process before it is made live. */
export interface InitialConfiguration {
  /** The configuration as it was read at the start of the process. */
  readonly initial: Configuration;
  /**
   * Makes it live, and watches its sources from now on.
   * @param adjust adds the generated secrets of this installation, after each read.
   */
  follow(watching: Watching, adjust?: Adjustment): FollowedConfiguration;
}

export interface Watching {
  readonly logger: Logger;
  /** Null if the process has no metrics. */
  readonly registry: Registry | null;
}

export interface FollowedConfiguration extends LiveSettings<Configuration>, Reloader {
  /**
   * Reads now, and applies also what only processes that start again can use.
   * @returns how to undo that, except for what changes in a running process.
   * @throws ConfigurationError that lists every fault; then nothing is applied.
   */
  takeAll(): Promise<() => void>;
  /** Called for each rejected reload, which is also logged. */
  onRefused(listener: () => void): void;
}

/** Logs each weak value of production once: at the start, or when the file changes to it. */
function weakeningReport() {
  const logged = new Set<string>();
  return ({ weakenings }: TracedConfiguration, logger: Logger): void => {
    for (const weakening of weakenings) {
      const key = JSON.stringify(weakening);
      if (!logged.has(key)) logger.warn(weakening, 'setting weakens production');
      logged.add(key);
    }
  };
}

/**
 * Reads the configuration of a process that will watch its sources.
 * @throws ConfigurationError that lists every fault.
 */
export async function openConfiguration(
  sources: ConfigurationSources = {},
): Promise<InitialConfiguration> {
  let logger: Logger | null = null;
  const onStale = (error: Error) =>
    logger?.warn({ reason: error.message }, 'vault unavailable, using cached values');
  const reader = configurationReader({ isWhole: sources.own === undefined, ...sources }, onStale);
  const traced = await reader.trace();
  const { configuration: initial } = traced;
  const warn = weakeningReport();
  return {
    initial,
    follow(watching, adjust = (configuration) => configuration) {
      logger = watching.logger;
      warn(traced, logger);
      const settings = liveConfiguration(adjust(initial));
      const report = reloadReport(settings.view, watching.logger, watching.registry);
      settings.onChange(() => setLogLevels(watching.logger, settings.view.log));
      const { vault } = initial.secrets;
      const refusalListeners: (() => void)[] = [];
      const read = async () => {
        const again = await reader.trace();
        warn(again, watching.logger);
        return adjust(again.configuration);
      };
      const following = startReloading({
        settings,
        read,
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
        takeAll: async () => {
          reader.forget();
          const next = await read();
          const before = structuredClone(settings.view);
          report.read(settings.apply(next, isTakenByRestart));
          return () => void settings.apply(before, isTakenOnlyByRestart);
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

/** How a process obtains its configuration: of one owner, or whole. */
export const configurationSource = (own?: ProcessOwner): SettingsSource<Configuration> => ({
  open: () => openConfiguration(own === undefined ? {} : { own }),
  receive: liveConfiguration,
});
