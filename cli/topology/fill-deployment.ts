import { loadConfiguration } from '../../config/loading/load-configuration';
import { tlsFiles } from '../../config/process/service-addresses';
import { createLogger } from '../../platform/telemetry/logger';
import { fillRemotely } from './fill-remotely';

/** Fills the databases behind running services, if demo data is enabled and they are empty. */
export async function fillDeployment(): Promise<'off' | 'filled' | 'kept'> {
  const configuration = await loadConfiguration();
  if (!configuration.demo.enabled) return 'off';
  const { log } = configuration;
  const logger = createLogger({ ...log, name: 'demo-data', destination: process.stderr });
  const hasDemoShop = await fillRemotely(configuration, tlsFiles(configuration), logger);
  return hasDemoShop ? 'filled' : 'kept';
}
