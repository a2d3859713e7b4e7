import { Registry } from 'prom-client';
import { ConfigurationError } from '../config/configuration-error';
import type { ReloadReport } from '../config/reload';
import { withoutSecrets } from '../config/secret-paths';
import { counterIn, gaugeIn } from './instruments';
import type { Logger } from './logger';

function valueAt(settings: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)[key]
      : undefined;
  }, settings);
}

const shown = (settings: unknown, path: string) => withoutSecrets(valueAt(settings, path), path);

/** @param settings the settings after the change; secrets are masked. */
export function reloadReport(
  settings: object,
  logger: Logger,
  registry: Registry | null,
): ReloadReport {
  const measured = registry ?? new Registry();
  const reloads = counterIn(measured, {
    name: 'config_reloads_total',
    help: 'Readings of the configuration while the process ran, by result.',
    labelNames: ['result'],
  });
  for (const result of ['applied', 'unchanged', 'refused']) reloads.inc({ result }, 0);
  const lastSuccess = gaugeIn(measured, {
    name: 'config_last_reload_success_timestamp_seconds',
    help: 'When the configuration was last read without a fault.',
  });
  const isSuccessful = gaugeIn(measured, {
    name: 'config_last_reload_successful',
    help: 'Whether the configuration had no fault when it was last read: 1 or 0.',
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
        logger.info({ changed: values }, 'configuration changed');
      }
      if (needRestart.length > 0) {
        logger.warn({ settings: needRestart }, 'configuration change needs a restart');
      }
    },
    refused(error) {
      reloads.inc({ result: 'refused' });
      isSuccessful.set(0);
      const { message } = error as Error;
      const faults = error instanceof ConfigurationError ? error.faults : [{ expected: message }];
      logger.error({ faults }, 'configuration has faults, keeping the current one');
    },
  };
}
