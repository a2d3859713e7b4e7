import type { z } from 'zod';
import type { ConfigurationFault } from './configuration-error';
import { type SettingField, settingFieldsOf } from './setting-fields';
import { unknownName } from './suggestion';

const shownCharactersMax = 40;

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    const within = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return within ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  }, raw);
}

/** What was found: the value if it cannot be a secret, otherwise its type. */
function foundInstead(value: unknown, field: SettingField | undefined): string {
  if (value === undefined) return '';
  const open = field?.kind === 'number' || field?.kind === 'boolean';
  if (open && (typeof value === 'number' || typeof value === 'boolean')) return `, not ${value}`;
  if (value === null) return ', not nothing';
  if (typeof value === 'string') return ', not this text';
  return typeof value === 'object' ? ', not a structure' : `, not a ${typeof value}`;
}

/** The settings and the groups that they are in. */
function namesOf(settings: readonly string[]): string[] {
  const groups = settings.flatMap((name) =>
    name.split('.').map((_, length, words) => words.slice(0, length).join('.')),
  );
  return [...new Set([...groups.filter(Boolean), ...settings])];
}

/** Converts zod issues into faults with the path and what is expected there. */
export function faultsOf(
  error: z.ZodError,
  schema: z.core.$ZodType,
  raw: unknown,
): ConfigurationFault[] {
  const fields = new Map(settingFieldsOf(schema).map((field) => [field.path.join('.'), field]));
  const names = namesOf([...fields.keys()]);
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const name = [path, key.slice(0, shownCharactersMax)].filter(Boolean).join('.');
        return { path: name, expected: unknownName(name, names) };
      });
    }
    const field = fields.get(path);
    const own = issue.code === 'custom' || issue.code === 'invalid_format';
    const wrongType = field ? `expected ${field.expected}` : 'expected settings';
    const expected = own || (!field && issue.code !== 'invalid_type') ? issue.message : wrongType;
    const value = own ? '' : foundInstead(valueAt(raw, issue.path), field);
    return [{ path: path || '(root)', expected: `${expected}${value}` }];
  });
}
