import {
  ConfigurationError,
  type ConfigurationFault,
} from '../../platform/config/configuration-error';
import type { Environment } from '../../platform/config/environment';
import { type Layers, layerFiles, loadLayers, type TextOverride } from '../../platform/config/load';
import { settingFieldsOf } from '../../platform/config/setting-fields';
import type { Vault } from '../../platform/secrets/vault';
import {
  type Configuration,
  configSchema,
  interpreted,
  parseConfiguration,
  parseSoundGroups,
} from '../schema';
import { acceptedPaths, idleAcceptanceFaults } from '../schema/accepted';
import { missingDatabaseFaults } from '../schema/database';
import type { ProcessOwner } from '../schema/others-settings';
import { type OpenVaultSettings, secretsSchema } from '../schema/vault';
import { weakeningsOf } from '../schema/weakenings';
import {
  readSecretFolder,
  type SecretValues,
  secretFilesOf,
  secretFolderOf,
} from './secret-folder';

export interface ConfigurationSources {
  readonly workingFolder?: string;
  readonly homeFolder?: string;
  readonly environment?: Environment;
  /** The process that reads it; a command or the whole system reads every setting. */
  readonly own?: ProcessOwner;
  /**
   * Whether these are all settings of a shop, as for its start: then databases that are missing
   * beside others are a fault, and an entry of `accepted` that accepts nothing. A container of a
   * command has some of them only.
   */
  readonly isWhole?: boolean;
}

/** Other programs set `NODE_ENV=production` without knowing this project. */
const conventions = [
  { variable: 'NODE_ENV', path: ['environment'], values: ['development', 'test', 'production'] },
];

const names = { prefix: 'ORDERPROCESSING', folderName: 'orderprocessing' };

/** A weak value that production starts with, and whether `accepted` names its setting. */
export interface StartedWeakening {
  readonly setting: string;
  readonly reason: string;
  readonly isAccepted: boolean;
}

function startedWith(raw: unknown, own: ProcessOwner | undefined): StartedWeakening[] {
  const accepted = acceptedPaths(raw);
  return weakeningsOf(raw, own).map(({ path, reason }) => ({
    setting: path,
    reason,
    isAccepted: accepted.has(path),
  }));
}

/** A configuration, and where its settings come from. */
export interface TracedConfiguration {
  readonly configuration: Configuration;
  /**
   * The origin of each setting, by its path: a file, a variable or a path in Vault. Settings with
   * their default have none.
   */
  readonly origins: ReadonlyMap<string, string>;
  /** The weak values that production starts with. */
  readonly weakenings: readonly StartedWeakening[];
}

/** Reads the configuration of a process from files and Vault, as often as needed. */
export interface ConfigurationReader {
  /** @throws ConfigurationError that lists every fault. */
  read(): Promise<Configuration>;
  /** The same with the origins of the settings. */
  trace(): Promise<TracedConfiguration>;
  /** Drops the cached values of Vault. */
  forget(): void;
  /** Files that are read, existing or not. */
  files(): readonly string[];
  close(): Promise<void>;
}

/** The settings of Vault; null if there are none or they are invalid. */
function vaultSettingsIn({ raw }: Layers): OpenVaultSettings | null {
  const parsed = secretsSchema.safeParse(raw.secrets ?? {}, interpreted);
  if (!parsed.success) return null;
  const { vault } = parsed.data;
  return vault.address === null ? null : { ...vault, address: vault.address };
}

const settingNames = new Set(
  settingFieldsOf(configSchema)
    .map(({ path }) => path.join('.'))
    .filter((name) => !name.startsWith('secrets.')),
);

/** What is wrong with the settings of a whole shop, and not with those of a command. */
const wholeFaults = (raw: unknown): ConfigurationFault[] => [
  ...missingDatabaseFaults(raw),
  ...idleAcceptanceFaults(raw, configSchema),
];

const nothing: SecretValues = { overlay: [], faults: [] };

/** Sequential, so that two fields of one path come from the same read and match. */
async function readSecrets(
  settings: OpenVaultSettings,
  vaultOf: (settings: OpenVaultSettings) => Promise<Vault>,
): Promise<SecretValues> {
  const overlay: TextOverride[] = [];
  const faults: ConfigurationFault[] = [];
  for (const [setting, reference] of Object.entries(settings.paths)) {
    try {
      if (!settingNames.has(setting)) throw new Error('expected the name of a setting');
      const vault = await vaultOf(settings);
      const value = await vault.read(reference);
      overlay.push({ path: setting.split('.'), value, origin: `Vault ${reference}` });
    } catch (error) {
      const path = `secrets.vault.paths.${setting}`;
      faults.push({ path, expected: (error as Error).message });
    }
  }
  return { overlay, faults };
}

const layerOptions = (sources: ConfigurationSources) => ({
  schema: configSchema,
  conventions,
  ...names,
  ...sources,
});

/**
 * Opens the sources of the configuration: `config.yaml`, the environment, and Vault if those two
 * name one.
 * @param onStale called when Vault does not answer and its cached values stay in use.
 */
export function configurationReader(
  sources: ConfigurationSources = {},
  onStale: (error: Error) => void = () => undefined,
): ConfigurationReader {
  const options = layerOptions(sources);
  let vault: { readonly client: Vault; readonly settings: string } | null = null;
  let lastFile: string | null = null;
  let lastFolder: string | null = null;

  const vaultOf = async (settings: OpenVaultSettings): Promise<Vault> => {
    const key = JSON.stringify({ ...settings, paths: null });
    if (vault?.settings === key) return vault.client;
    await vault?.client.close();
    // Loaded here, because few processes use Vault, and its HTTP client takes 109 modules.
    const { openVault } = await import('./open-vault.js');
    vault = { client: openVault(settings, onStale), settings: key };
    return vault.client;
  };

  /** Editors empty a file before they rewrite it, so an empty file never means "all defaults". */
  const emptied = ({ file }: Layers): ConfigurationFault[] => {
    if (lastFile === null || file !== null) return [];
    return [{ path: lastFile, expected: 'is missing or empty: expected settings' }];
  };

  const trace = async (): Promise<TracedConfiguration> => {
    const written = loadLayers(options);
    const settings = vaultSettingsIn(written);
    const folder = secretFolderOf(written.raw, sources.workingFolder);
    // A faulty file names no folder. Its secrets are still watched, so that the fault is reported once.
    lastFolder = folder ?? lastFolder;
    const secrets = [
      folder === null ? nothing : readSecretFolder(folder, settingNames),
      settings === null ? nothing : await readSecrets(settings, vaultOf),
    ];
    const overlay = secrets.flatMap((each) => each.overlay);
    const layers = overlay.length === 0 ? written : loadLayers({ ...options, overlay });
    const { raw } = layers;
    const ofWhole = sources.isWhole ? wholeFaults(raw) : [];
    const ofSecrets = secrets.flatMap((each) => each.faults);
    const faults = [...layers.faults, ...ofSecrets, ...emptied(layers), ...ofWhole];
    const configuration = parseConfiguration(raw, faults, sources.own);
    lastFile = layers.file;
    return { configuration, origins: layers.origins, weakenings: startedWith(raw, sources.own) };
  };

  return {
    read: async () => (await trace()).configuration,
    trace,
    forget: () => vault?.client.forget(),
    files: () => [
      ...layerFiles(options),
      ...(lastFolder === null ? [] : secretFilesOf(lastFolder)),
    ],
    close: async () => {
      const open = vault;
      vault = null;
      await open?.client.close();
    },
  };
}

/**
 * The configuration of a command, read once from `config.yaml`, the environment, `secrets.folder`
 * and Vault.
 * @throws ConfigurationError that lists every fault.
 */
export async function loadConfiguration(
  sources: ConfigurationSources = {},
): Promise<Configuration> {
  return (await traceConfiguration(sources)).configuration;
}

/** The same with the origins of the settings. */
export async function traceConfiguration(
  sources: ConfigurationSources = {},
): Promise<TracedConfiguration> {
  const reader = configurationReader(sources);
  try {
    return await reader.trace();
  } finally {
    await reader.close();
  }
}

/**
 * The configuration of a command that finds or ends a running shop, which is needed most while the
 * settings have faults: after an edit, under another version, without Vault. A group of settings with
 * a fault has its defaults.
 * @param onFaults called if there are some.
 * @throws ConfigurationError if the data folder is unknown, because the shop is found there.
 */
export async function loadDespiteFaults(
  onFaults: (error: ConfigurationError) => void,
  sources: ConfigurationSources = {},
): Promise<Configuration> {
  try {
    return await loadConfiguration(sources);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const options = layerOptions(sources);
    const files = layerFiles(options);
    const isUnknown = ({ path }: ConfigurationFault) =>
      files.includes(path) || /dataFolder|DATA_FOLDER/.test(path);
    if (error.faults.some(isUnknown)) throw error;
    onFaults(error);
    return parseSoundGroups(loadLayers(options).raw);
  }
}
