import { lstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import type { ConfigurationFault } from './configuration-error';
import {
  type Environment,
  fileVariables,
  nonEmptyValue,
  type Override,
  readEnvironment,
  valueOfText,
} from './environment';
import { isRecord } from './is-record';
import { NotUtf8Error, readText } from './read-text';
import { type SettingField, settingFieldsOf } from './setting-fields';
import { parseYaml } from './yaml';

export interface LayerOptions {
  readonly schema: z.core.$ZodType;
  /** Prefix of the environment variables, without the underscore. */
  readonly prefix: string;
  /** Name of the folder below `$HOME/.` and `/etc/`. */
  readonly folderName: string;
  /** Third-party variables that set a value if nothing else does. */
  readonly conventions?: readonly Convention[];
  readonly workingFolder?: string;
  readonly homeFolder?: string;
  readonly environment?: Environment;
  /** Texts that override the file and are overridden by the environment. */
  readonly overlay?: readonly TextOverride[];
}

/** A text from a place that contains texts only, as the environment does. */
export type TextOverride = Override & { readonly value: string };

export interface Convention {
  readonly variable: string;
  readonly path: readonly string[];
  readonly values: readonly string[];
}

export interface Layers {
  /** Plain objects: the file, overridden by the environment, not validated yet. */
  readonly raw: Record<string, unknown>;
  readonly faults: readonly ConfigurationFault[];
  /** The file that was read; null if there is none or it is empty. */
  readonly file: string | null;
  /** The origin of each setting, by its path; settings that nothing sets have none. */
  readonly origins: ReadonlyMap<string, string>;
}

const fileName = 'config.yaml';
/** Made for a message only, because its data takes about as long to load as the settings. */
const alternatives = (names: readonly string[]): string =>
  new Intl.ListFormat('en-US', { type: 'disjunction' }).format(names);

const isLink = (file: string): boolean =>
  lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

function readFirst(files: readonly string[]): { file: string | null; text: string } {
  for (const file of files) {
    try {
      return { file, text: readText(file) };
    } catch (error) {
      if (error instanceof NotUtf8Error) throw new Error(error.fault, { cause: file });
      const { code } = error as NodeJS.ErrnoException;
      // A mounted configuration is a link: while it is not mounted, the defaults must not take its place.
      const isUnmounted = code === 'ENOENT' && isLink(file);
      if (code === 'ENOTDIR' || (code === 'ENOENT' && !isUnmounted)) continue;
      const fault = isUnmounted ? 'is a link to a file that does not exist' : 'cannot be read';
      throw new Error(`${fault} (${code})`, { cause: file });
    }
  }
  return { file: null, text: '' };
}

function readFile(files: readonly string[]): Omit<Layers, 'origins'> {
  let file: string | null = null;
  try {
    const found = readFirst(files);
    file = found.file;
    const raw = parseYaml(found.text);
    if (raw === null || raw === undefined) return { raw: {}, faults: [], file: null };
    if (isRecord(raw)) return { raw, faults: [], file };
    return {
      raw: {},
      faults: [{ path: file ?? fileName, expected: 'expected settings, as YAML in UTF-8' }],
      file,
    };
  } catch (error) {
    const { message, cause } = error as Error;
    const faulty = file ?? String(cause);
    return { raw: {}, faults: [{ path: faulty, expected: message }], file: faulty };
  }
}

function valueAt(raw: Record<string, unknown>, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), raw);
}

/** A value in place of a group, such as `server: 1`, is left for the schema to reject. */
function put(raw: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const last = path.at(-1);
  if (last === undefined) return;
  let at = raw;
  for (const key of path.slice(0, -1)) {
    const next = at[key] ?? {};
    if (!isRecord(next)) return;
    at[key] = next;
    at = next;
  }
  at[last] = value;
}

type Folders = Pick<LayerOptions, 'folderName' | 'workingFolder' | 'homeFolder' | 'environment'>;

function configFiles(options: Folders): string[] {
  const environment = options.environment ?? process.env;
  const folders = [
    options.workingFolder ?? process.cwd(),
    join(options.homeFolder ?? environment.HOME ?? homedir(), `.${options.folderName}`),
    join('/etc', options.folderName),
  ];
  return folders.map((folder) => join(folder, fileName));
}

/** Every file that a configuration may be read from, whether it exists or not: the files to watch. */
export function layerFiles(options: Folders & Pick<LayerOptions, 'prefix'>): string[] {
  const variables = fileVariables(options.prefix, options.environment ?? process.env);
  return [...configFiles(options), ...variables];
}

/** The values of the conventions that nothing else sets. */
function readConventions(
  conventions: readonly Convention[],
  raw: Record<string, unknown>,
  environment: Environment,
): { overrides: Override[]; faults: ConfigurationFault[] } {
  const overrides: Override[] = [];
  const faults: ConfigurationFault[] = [];
  for (const { variable, path, values } of conventions) {
    const value = nonEmptyValue(environment, variable);
    if (value === undefined || valueAt(raw, path) !== undefined) continue;
    if (values.includes(value)) overrides.push({ path, value, origin: variable });
    else {
      const expected = `is "${value}": expected ${alternatives(values)}`;
      faults.push({ path: variable, expected });
    }
  }
  return { overrides, faults };
}

/** The values of the overlay, which has the formats of the environment. */
function readOverlay(
  fields: readonly SettingField[],
  overlay: readonly TextOverride[],
): { overrides: Override[]; faults: ConfigurationFault[] } {
  const overrides: Override[] = [];
  const faults: ConfigurationFault[] = [];
  for (const { path, value, origin } of overlay) {
    const field = fields.find((each) => each.path.join('.') === path.join('.'));
    try {
      overrides.push({ path, value: field ? valueOfText(field, value) : value, origin });
    } catch (error) {
      faults.push({ path: origin, expected: (error as Error).message });
    }
  }
  return { overrides, faults };
}

/**
 * Reads a configuration from its layers: `config.yaml` of the working folder, else of
 * `$HOME/.<folderName>/`, else of `/etc/<folderName>/`, and the environment on top of it.
 * Never throws: unreadable files are among the faults, so that all are listed at once.
 */
export function loadLayers(options: LayerOptions): Layers {
  const environment = options.environment ?? process.env;
  const layers = readFile(configFiles(options));
  const fields = settingFieldsOf(options.schema);
  const overlay = readOverlay(fields, options.overlay ?? []);
  const { overrides, faults } = readEnvironment(fields, options.prefix, environment);
  const origins = new Map<string, string>();
  const set = ({ path, value, origin }: Override): void => {
    put(layers.raw, path, value);
    origins.set(path.join('.'), origin);
  };
  for (const { path } of fields) {
    const isInFile = layers.file !== null && valueAt(layers.raw, path) !== undefined;
    if (isInFile) origins.set(path.join('.'), layers.file ?? fileName);
  }
  for (const override of [...overlay.overrides, ...overrides]) set(override);
  const conventional = readConventions(options.conventions ?? [], layers.raw, environment);
  for (const override of conventional.overrides) set(override);
  const all = [layers, overlay, { faults }, conventional].flatMap((each) => each.faults);
  return { ...layers, faults: all, origins };
}
