import { type SettingField, settingFieldsOf } from '../../../platform/config/setting-fields';
import { authSchema } from '../auth';
import { limitsSchema } from '../limits';
import { valueAt } from '../raw-settings';
import { type Weakening, warned } from './weakening';

/** Limits whose raising costs the shop nothing, or makes it stricter. */
const harmless = new Set([
  'auth.expiredSessionDays',
  'auth.hashingThreads',
  'auth.passwordCost',
  'limits.streams.heartbeatSeconds',
  'limits.unpaid.endedMinutes',
]);

function limitsOf(schema: Parameters<typeof settingFieldsOf>[0], group: string): SettingField[] {
  return settingFieldsOf(schema, [group]).filter(
    ({ path, kind }) => kind === 'number' && !harmless.has(path.join('.')),
  );
}

/** Rates, deadlines and lifetimes, with the defaults that the API promises. */
export const promisedLimits: readonly { readonly path: string; readonly promised: number }[] = [
  ...limitsOf(limitsSchema, 'limits'),
  ...limitsOf(authSchema, 'auth'),
].flatMap(({ path, default: promised }) =>
  typeof promised === 'number' ? [{ path: path.join('.'), promised }] : [],
);

export const raisedLimits = (raw: unknown): Weakening[] =>
  promisedLimits.flatMap(({ path, promised }) => {
    const value = valueAt(raw, path);
    if (typeof value !== 'number' || value <= promised) return [];
    return [warned(path, `${value} is more than the default of ${promised}, which is promised`)];
  });
