import type { ConfigurationFault } from './configuration-error';
import { NotUtf8Error, readText } from './read-text';
import type { SettingField } from './setting-fields';
import { unknownName } from './suggestion';
import { parseYaml } from './yaml';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Override {
  readonly path: readonly string[];
  readonly value: unknown;
  /** The source of the value, e.g. the name of a variable. */
  readonly origin: string;
}

/** `server.adminPort` behind the prefix `SHOP` is `SHOP_SERVER_ADMIN_PORT`. */
export function variableName(prefix: string, path: readonly string[]): string {
  const words = path.map((key) => key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase());
  return [prefix, ...words].join('_');
}

const truths = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['0', false],
  ['no', false],
  ['off', false],
]);

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/**
 * The value that a text gives to a setting. Text that does not match stays text, so that the schema
 * reports what it expects.
 * @throws Error if a structure is not YAML.
 */
export function valueOfText(field: SettingField, text: string): unknown {
  switch (field.kind) {
    case 'number':
      return /^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
    case 'boolean':
      return truths.get(text.trim().toLowerCase()) ?? text;
    case 'list':
      return listOf(text);
    case 'choiceOrList':
      return field.choices?.includes(text.trim()) ? text.trim() : listOf(text);
    case 'structure':
      return parseYaml(text);
    case 'choice':
      return text.trim();
    case 'text':
      return text;
  }
}

/** An empty variable counts as unset, because compose files pass them that way. */
export function nonEmptyValue(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === '' ? undefined : value;
}

/** Names which of the two variables of a value is at fault. */
class VariableFault extends Error {
  constructor(
    readonly variable: string,
    expected: string,
  ) {
    super(expected);
  }
}

function readTextFile(name: string, file: string): string {
  try {
    return readText(file).trim();
  } catch (error) {
    if (error instanceof NotUtf8Error) throw new VariableFault(name, error.message);
    const { code } = error as NodeJS.ErrnoException;
    throw new VariableFault(name, `cannot read ${file} (${code})`);
  }
}

/**
 * A file of variables with line breaks of Windows adds a carriage return that nobody sees. Removing it
 * here would give another secret to a shop that has run with it.
 */
function demandNoCarriageReturn(name: string, value: string): void {
  if (!value.endsWith('\r')) return;
  const remedy = 'save the file that sets it with the line breaks of Unix (LF)';
  throw new VariableFault(name, `ends in a carriage return: ${remedy}`);
}

interface VariableText {
  readonly text: string;
  readonly origin: string;
}

function textOf(
  field: SettingField,
  name: string,
  environment: Environment,
): VariableText | undefined {
  const direct = nonEmptyValue(environment, name);
  const file = nonEmptyValue(environment, `${name}_FILE`);
  if (file === undefined) {
    const text = direct ?? (field.kind === 'list' ? environment[name] : undefined);
    // Values of the other kinds are trimmed.
    if (text !== undefined && field.kind === 'text') demandNoCarriageReturn(name, text);
    return text === undefined ? undefined : { text, origin: name };
  }
  if (direct !== undefined)
    throw new VariableFault(name, `is set beside ${name}_FILE: expected one of them`);
  demandNoCarriageReturn(`${name}_FILE`, file);
  const text = readTextFile(`${name}_FILE`, file);
  // It may be empty for a moment while it is being rewritten.
  if (text === '') throw new VariableFault(`${name}_FILE`, `${file} is empty`);
  return { text, origin: `${name}_FILE (${file})` };
}

/** The files that `<prefix>_…_FILE` name. */
export function fileVariables(prefix: string, environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith(`${prefix}_`) && name.endsWith('_FILE'))
    .flatMap((name) => nonEmptyValue(environment, name) ?? []);
}

/**
 * Reads the overrides of a schema's values from the environment.
 * Each value is `<prefix>_<PATH>` or, for secrets, the contents of the file that
 * `<prefix>_<PATH>_FILE` names. Unknown variables with the prefix are faults: a misspelt limit must
 * not be ignored silently.
 */
export function readEnvironment(
  fields: readonly SettingField[],
  prefix: string,
  environment: Environment,
): { overrides: Override[]; faults: ConfigurationFault[] } {
  const overrides: Override[] = [];
  const faults: ConfigurationFault[] = [];
  const known = new Set<string>();
  for (const field of fields) {
    const name = variableName(prefix, field.path);
    known.add(name).add(`${name}_FILE`);
    try {
      const found = textOf(field, name, environment);
      if (found === undefined) continue;
      const value = valueOfText(field, found.text);
      overrides.push({ path: field.path, value, origin: found.origin });
    } catch (error) {
      const path = error instanceof VariableFault ? error.variable : name;
      faults.push({ path, expected: (error as Error).message });
    }
  }
  for (const name of Object.keys(environment)) {
    if (name.startsWith(`${prefix}_`) && !known.has(name)) {
      faults.push({ path: name, expected: unknownName(name, [...known]) });
    }
  }
  return { overrides, faults };
}
