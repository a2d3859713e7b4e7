import { z } from 'zod';
import type { ConfigurationFault } from '../../platform/config/configuration-error';
import { settingFieldsOf } from '../../platform/config/setting-fields';
import { unknownName } from '../../platform/config/suggestion';
import { valueAt } from './raw-settings';
import { text } from './values';
import { weakeningsOf } from './weakenings';

export const acceptedSchema = z
  .array(text)
  .default([])
  .describe(
    'settings whose weak values production accepts, by their paths, e.g. `server.trustedProxies`; each is still logged at every start',
  );

/** The settings that `accepted` names. */
export function acceptedPaths(raw: unknown): ReadonlySet<unknown> {
  const accepted = valueAt(raw, 'accepted');
  return new Set(Array.isArray(accepted) ? accepted : []);
}

const namesOf = (schema: z.core.$ZodType): string[] =>
  settingFieldsOf(schema).map(({ path }) => path.join('.'));

/** Entries that name no setting. */
export function unknownSettingFaults(raw: unknown, schema: z.core.$ZodType): ConfigurationFault[] {
  const accepted = acceptedPaths(raw);
  // Naming all settings takes a millisecond, at each command, and few accept anything.
  if (accepted.size === 0) return [];
  const names = namesOf(schema);
  return [...accepted]
    .filter((name) => typeof name === 'string' && !names.includes(name))
    .map((name) => ({
      path: 'accepted',
      expected: `${name}: ${unknownName(String(name), names)}`,
    }));
}

/**
 * Entries whose setting has no weak value: each would accept a mistake that nobody has made yet.
 * Only the settings of the whole system show this, not those that one process receives.
 */
export function idleAcceptanceFaults(raw: unknown, schema: z.core.$ZodType): ConfigurationFault[] {
  if (valueAt(raw, 'environment') !== 'production') return [];
  const weak = new Set<unknown>(weakeningsOf(raw).map(({ path }) => path));
  const accepted = acceptedPaths(raw);
  return namesOf(schema)
    .filter((name) => accepted.has(name) && !weak.has(name))
    .map((name) => ({
      path: 'accepted',
      expected: `${name} has no weak value: remove it from the list`,
    }));
}
