import { statSync } from 'node:fs';
import path from 'node:path';
import { featureFlags } from '../../config/feature-flags';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { readText } from '../../platform/config/read-text';
import { inTurn } from '../../platform/process/lock-file';
import { replaceFile } from '../../platform/process/replace-file';
import { CommandError, UsageError } from '../program/exit-codes';

interface Definition {
  readonly variants?: Readonly<Record<string, unknown>>;
  defaultVariant?: string;
}

interface FlagFile {
  readonly flags?: Readonly<Record<string, Definition>>;
}

/** @throws CommandError unless flags come from a file of this installation. */
async function ownFile(): Promise<string> {
  const { flags } = await loadConfiguration();
  if (flags.flagd.url !== null) {
    throw new CommandError(
      `The flags come from the flagd at ${flags.flagd.url}. Change them there.`,
    );
  }
  if (flags.file === null) {
    throw new CommandError(
      'The flags come from the file that is part of the program. Copy config/flags.json, and set flags.file to the copy.',
    );
  }
  return path.resolve(flags.file);
}

export interface SetFlag {
  readonly file: string;
  /** False if the flag had this state before. */
  readonly isChanged: boolean;
}

/** @throws CommandError for a file that a shop would not read either. */
function contentOf(file: string): FlagFile {
  try {
    // A byte order mark is no JSON; `trim` removes it.
    return JSON.parse(readText(file).trim()) as FlagFile;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CommandError(`${file} is not JSON: ${error.message}.`);
  }
}

/** Sets the default variant of a flag in a file. */
export function setFlagIn(file: string, name: string, isOn: boolean): SetFlag {
  const content = contentOf(file);
  const flag = content.flags?.[name];
  const [variant] = Object.entries(flag?.variants ?? {}).find(([, value]) => value === isOn) ?? [];
  if (flag === undefined || variant === undefined) {
    throw new CommandError(`${file} has no variant of ${name} with the value ${isOn}.`);
  }
  if (flag.defaultVariant === variant) return { file, isChanged: false };
  flag.defaultVariant = variant;
  replaceFile(file, `${JSON.stringify(content, null, 2)}\n`, statSync(file).mode);
  return { file, isChanged: true };
}

/** Sets the default variant of a flag in the file of this installation. */
export async function setFlag(name: string, isOn: boolean): Promise<SetFlag> {
  if (!Object.hasOwn(featureFlags, name)) {
    throw new UsageError(
      `The flag ${name} does not exist. There are: ${Object.keys(featureFlags).join(', ')}.`,
    );
  }
  const file = await ownFile();
  return inTurn(`${file}.lock`, () => setFlagIn(file, name, isOn));
}
