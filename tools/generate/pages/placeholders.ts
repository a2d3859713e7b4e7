import { configSchema } from '../../../config/schema';
import { settingFieldsOf } from '../../../platform/config/setting-fields';
import { shownValue } from './bounds';
import type { Constant } from './constants';

const defaults = new Map(
  settingFieldsOf(configSchema).map((field) => [field.path.join('.'), field.default]),
);

function settingText(path: string): string {
  const value = defaults.get(path);
  if (typeof value === 'number') return `${shownValue(value, path)} (\`${path}\`)`;
  if (Array.isArray(value)) return `${value.join(', ')} (\`${path}\`)`;
  throw new Error(`{${path}} is no setting with a number.`);
}

/**
 * A text with numbers in place of `{…}`: `{orders.reviewHours}` is the default of a setting,
 * `{pauseMs}` a constant of the file that the row names.
 * @throws Error for a name that neither has.
 */
export const fillPlaceholders = (
  text: string,
  file: string,
  constants: readonly Constant[],
): string =>
  text.replaceAll(/\{([\w.]+)\}/g, (_, name: string) => {
    if (name.includes('.')) return settingText(name);
    const found = constants.find((constant) => constant.path === file && constant.name === name);
    if (!found) throw new Error(`${file} has no constant ${name}.`);
    return shownValue(found.value, name);
  });
