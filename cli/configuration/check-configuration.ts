import { type StartedWeakening, traceConfiguration } from '../../config/loading/load-configuration';
import { openFeatureFlags } from '../../config/process/open-feature-flags';
import type { Configuration } from '../../config/schema';
import { readManifest } from '../../gateway/operation/manifest';
import { readKeyPair } from '../../platform/remote/tls';
import { createLogger } from '../../platform/telemetry/logger';
import { createMetrics } from '../../platform/telemetry/metrics';

export interface CheckedConfiguration {
  readonly environment: Configuration['environment'];
  /** What each start would log as a warning. */
  readonly weakenings: readonly StartedWeakening[];
}

/**
 * Reads the files that a gateway does not start without.
 * @throws Error that names the file.
 */
export function checkFiles({ server, graphql }: Pick<Configuration, 'server' | 'graphql'>): void {
  const { certificateFile, keyFile } = server.tls;
  if (certificateFile !== null && keyFile !== null) readKeyPair({ certificateFile, keyFile });
  const { manifest } = graphql.persistedOperations;
  if (manifest !== null) readManifest(manifest);
}

/**
 * Reads the configuration, the feature flags and the files of the gateway as a start does.
 * @throws ConfigurationError that lists every fault of the settings, or Error that names a file.
 */
export async function checkConfiguration(): Promise<CheckedConfiguration> {
  const { configuration, weakenings } = await traceConfiguration({ isWhole: true });
  const logger = createLogger({ level: 'silent', pretty: false, name: 'config' });
  const registry = createMetrics({ name: 'config', version: '' });
  openFeatureFlags({ configuration, logger, registry }).stop();
  checkFiles(configuration);
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
