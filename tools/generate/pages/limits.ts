import { configSchema } from '../../../config/schema';
import { type SettingLimit, settingLimits } from '../../../config/schema/setting-limits';
import { type SettingField, settingFieldsOf } from '../../../platform/config/setting-fields';
import type { SourceFile } from '../../architecture/source-tree';
import { boundsOf, boundTables, shownValue } from './bounds';
import { cachesTable } from './caches';
import { markdownTable } from './marks';

const settings = new Map(
  settingFieldsOf(configSchema).map((field) => [field.path.join('.'), field]),
);

/** Rows that name no setting, and settings under `limits` without a row. */
export function settingLimitFaults(
  limits: Readonly<Record<string, SettingLimit>> = settingLimits,
): string[] {
  return [
    ...Object.keys(limits)
      .filter((path) => !settings.has(path))
      .map((path) => `${path} is no setting`),
    ...[...settings.keys()]
      .filter((path) => path.startsWith('limits.') && !(path in limits))
      .map((path) => `${path} has no row in config/schema/setting-limits.ts`),
  ];
}

function cellsOf(
  path: string,
  { description, default: value }: SettingField,
  [exceeded, test]: SettingLimit,
): string[] {
  const shown = typeof value === 'number' ? shownValue(value, path) : 'none';
  return [description ?? '', shown, exceeded, `\`${path}\``, test ? `\`${test}\`` : ''];
}

function settingsTable(): string {
  const rows = Object.entries(settingLimits).flatMap(([path, limit]) => {
    const field = settings.get(path);
    return field ? [cellsOf(path, field, limit)] : [];
  });
  return markdownTable(['what it bounds', 'default', 'past it', 'setting', 'test'], rows);
}

/** The generated parts of `docs/limits.md`. */
export const limitsParts = (files: readonly SourceFile[]): Record<string, string> => ({
  settings: settingsTable(),
  constants: boundTables(boundsOf(files)),
  caches: cachesTable(files),
});
