import type { Environment } from '../platform/config/environment';
import { loadLayers } from '../platform/config/load';
import { type Configuration, configSchema, parseConfiguration } from './schema';

export interface ConfigurationSources {
  readonly workingFolder?: string;
  readonly homeFolder?: string;
  readonly environment?: Environment;
}

/** Programs that know nothing of this project say `NODE_ENV=production`, and mean it. */
const conventions = [
  { variable: 'NODE_ENV', path: ['environment'], values: ['development', 'test', 'production'] },
];

/**
 * The configuration of this process, from `config.yaml` and the environment.
 * @throws ConfigurationError that lists every fault.
 */
export function loadConfiguration(sources: ConfigurationSources = {}): Configuration {
  const layers = loadLayers({
    schema: configSchema,
    prefix: 'ORDERPROCESSING',
    folderName: 'orderprocessing',
    conventions,
    ...sources,
  });
  return parseConfiguration(layers.raw, layers.faults);
}
