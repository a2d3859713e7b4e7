import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ConfigurationFault } from '../../platform/config/configuration-error';
import type { TextOverride } from '../../platform/config/load';
import { NotUtf8Error, readText } from '../../platform/config/read-text';
import { unknownName } from '../../platform/config/suggestion';
import { valueAt } from '../schema/raw-settings';

/** Values that files of a folder give to settings. */
export interface SecretValues {
  readonly overlay: readonly TextOverride[];
  readonly faults: readonly ConfigurationFault[];
}

/** The folder that `secrets.folder` names; null if it names none. */
export function secretFolderOf(raw: unknown, workingFolder = process.cwd()): string | null {
  const folder = valueAt(raw, 'secrets.folder');
  return typeof folder === 'string' && folder !== '' ? resolve(workingFolder, folder) : null;
}

/** A mounted volume has hidden files of its own beside those that it shows. */
const namesIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => !name.startsWith('.'));

/** The files to watch. A folder that cannot be read has none: the next reading says what is wrong. */
export function secretFilesOf(folder: string): string[] {
  try {
    return namesIn(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/**
 * Reads a folder in which each file has the name of a setting and contains its value.
 * @param settings the names that a file may have.
 */
export function readSecretFolder(folder: string, settings: ReadonlySet<string>): SecretValues {
  const overlay: TextOverride[] = [];
  const faults: ConfigurationFault[] = [];
  const read = (name: string, origin: string): void => {
    if (!settings.has(name)) {
      faults.push({ path: origin, expected: unknownName(name, [...settings]) });
      return;
    }
    try {
      const value = readText(origin).trim();
      // It may be empty for a moment while it is being rewritten.
      if (value === '') faults.push({ path: origin, expected: 'is empty: expected its value' });
      else overlay.push({ path: name.split('.'), value, origin });
    } catch (error) {
      if (!(error instanceof NotUtf8Error)) throw error;
      faults.push({ path: origin, expected: error.fault });
    }
  };
  let at = folder;
  try {
    for (const name of namesIn(folder)) {
      at = join(folder, name);
      read(name, at);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    faults.push({ path: 'secrets.folder', expected: `cannot read ${at} (${code})` });
  }
  return { overlay, faults };
}
