import { type StartedWeakening, traceConfiguration } from '../../config/loading/load-configuration';
import { openFeatureFlags } from '../../config/process/open-feature-flags';
import type { Configuration } from '../../config/schema';
import { createLogger } from '../../platform/telemetry/logger';
import { createMetrics } from '../../platform/telemetry/metrics';

export interface CheckedConfiguration {
  readonly environment: Configuration['environment'];
  /** What each start would log as a warning. */
  readonly weakenings: readonly StartedWeakening[];
}

/**
 * Reads the configuration and the feature flags as a start does.
 * @throws ConfigurationError that lists every fault.
 */
export async function checkConfiguration(): Promise<CheckedConfiguration> {
  const { configuration, weakenings } = await traceConfiguration({ isWhole: true });
  const logger = createLogger({ level: 'silent', pretty: false, name: 'config' });
  const registry = createMetrics({ name: 'config', version: '' });
  openFeatureFlags({ configuration, logger, registry }).stop();
  return { environment: configuration.environment, weakenings };
}

/** The result for people. */
export function checkedText({ environment, weakenings }: CheckedConfiguration): string {
  const lines = weakenings.map(
    ({ setting, reason, isAccepted }) =>
      `  ${setting}: ${reason}${isAccepted ? ' (accepted)' : ''}`,
  );
  const heading = lines.length === 0 ? [] : ['These settings weaken it:'];
  return `${[`The configuration is valid (${environment}).`, ...heading, ...lines].join('\n')}\n`;
}
