import { loadConfiguration } from '../../config/loading/load-configuration';
import { openFeatureFlags } from '../../config/process/open-feature-flags';
import type { Configuration } from '../../config/schema';
import { createLogger } from '../../platform/telemetry/logger';
import { createMetrics } from '../../platform/telemetry/metrics';

/**
 * Reads the configuration and the feature flags as a start does.
 * @returns the environment that it selects.
 * @throws ConfigurationError that lists every fault.
 */
export async function checkConfiguration(): Promise<Configuration['environment']> {
  const configuration = await loadConfiguration();
  const logger = createLogger({ level: 'silent', pretty: false, name: 'config' });
  const registry = createMetrics({ name: 'config', version: '' });
  openFeatureFlags({ configuration, logger, registry }).stop();
  return configuration.environment;
}
