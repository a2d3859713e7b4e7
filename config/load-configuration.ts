import type { ConfigurationFault } from '../platform/config/configuration-error';
import type { Environment, Override } from '../platform/config/environment';
import { type Layers, layerFiles, loadLayers } from '../platform/config/load';
import { settingFieldsOf } from '../platform/config/setting-fields';
import type { Vault } from '../platform/secrets/vault';
import { type Configuration, configSchema, parseConfiguration } from './schema';
import { type OpenVaultSettings, openVault, secretsSchema } from './vault';

export interface ConfigurationSources {
  readonly workingFolder?: string;
  readonly homeFolder?: string;
  readonly environment?: Environment;
}

/** Programs that know nothing of this project say `NODE_ENV=production`, and mean it. */
const conventions = [
  { variable: 'NODE_ENV', path: ['environment'], values: ['development', 'test', 'production'] },
];

const places = { prefix: 'ORDERPROCESSING', folderName: 'orderprocessing' };

/** The configuration of a process can be read again and again: from files and Vault. */
export interface ConfigurationReader {
  /** @throws ConfigurationError that lists every fault. */
  read(): Promise<Configuration>;
  /** What Vault is known to have said is not believed any more. */
  forget(): void;
  /** Files that it comes from, there or not. */
  files(): readonly string[];
  close(): Promise<void>;
}

/** Vault as the other settings describe it; null where they name none, or not rightly. */
function vaultSettingsIn({ raw }: Layers): OpenVaultSettings | null {
  const parsed = secretsSchema.safeParse(raw.secrets ?? {});
  if (!parsed.success) return null;
  const { vault } = parsed.data;
  return vault.address === null ? null : { ...vault, address: vault.address };
}

const settingNames = new Set(
  settingFieldsOf(configSchema)
    .map(({ path }) => path.join('.'))
    .filter((name) => !name.startsWith('secrets.')),
);

/** One after the other: two fields of one path then come from one reading, and fit together. */
async function readSecrets(
  settings: OpenVaultSettings,
  vaultOf: (settings: OpenVaultSettings) => Promise<Vault>,
): Promise<{ overlay: Override[]; faults: ConfigurationFault[] }> {
  const overlay: Override[] = [];
  const faults: ConfigurationFault[] = [];
  for (const [setting, reference] of Object.entries(settings.paths)) {
    try {
      if (!settingNames.has(setting)) throw new Error('expected the name of a setting');
      const vault = await vaultOf(settings);
      overlay.push({ path: setting.split('.'), value: await vault.read(reference) });
    } catch (error) {
      const path = `secrets.vault.paths.${setting}`;
      faults.push({ path, expected: (error as Error).message });
    }
  }
  return { overlay, faults };
}

/**
 * Opens the sources of the configuration: `config.yaml`, the environment, and Vault where those
 * two name one.
 * @param onStale told when Vault does not answer and what it said before goes on to hold.
 */
export function configurationReader(
  sources: ConfigurationSources = {},
  onStale: (error: Error) => void = () => undefined,
): ConfigurationReader {
  const options = { schema: configSchema, conventions, ...places, ...sources };
  let vault: { readonly client: Vault; readonly settings: string } | null = null;
  let lastFile: string | null = null;

  const vaultOf = async (settings: OpenVaultSettings): Promise<Vault> => {
    const key = JSON.stringify({ ...settings, paths: null });
    if (vault?.settings === key) return vault.client;
    await vault?.client.close();
    vault = { client: openVault(settings, onStale), settings: key };
    return vault.client;
  };

  /** A file is emptied on its way to be written anew, and never to mean "all by default". */
  const emptied = ({ file }: Layers): ConfigurationFault[] => {
    if (lastFile === null || file !== null) return [];
    return [{ path: lastFile, expected: 'is gone or empty: expected settings' }];
  };

  return {
    async read() {
      let layers = loadLayers(options);
      const settings = vaultSettingsIn(layers);
      const secrets = settings === null ? null : await readSecrets(settings, vaultOf);
      if (secrets !== null) layers = loadLayers({ ...options, overlay: secrets.overlay });
      const faults = [...layers.faults, ...(secrets?.faults ?? []), ...emptied(layers)];
      const configuration = parseConfiguration(layers.raw, faults);
      lastFile = layers.file;
      return configuration;
    },
    forget: () => vault?.client.forget(),
    files: () => layerFiles(options),
    close: async () => {
      const open = vault;
      vault = null;
      await open?.client.close();
    },
  };
}

/**
 * The configuration of a command, read once from `config.yaml`, the environment and Vault.
 * @throws ConfigurationError that lists every fault.
 */
export async function loadConfiguration(
  sources: ConfigurationSources = {},
): Promise<Configuration> {
  const reader = configurationReader(sources);
  try {
    return await reader.read();
  } finally {
    await reader.close();
  }
}
