import { type ProcessOwner, withheldPaths } from '../others-settings';
import { valueAt } from '../raw-settings';
import { exposure } from './exposure';
import { raisedLimits } from './raised-limits';
import { typedSecrets } from './secrets';
import { switchedOff } from './switches';
import type { Weakening } from './weakening';

/** Settings that one process of many does not use. */
const ofWholeSystem: ReadonlySet<string> = new Set(['backups.encryptionSecret']);

/**
 * Everything that weakens a shop in production, judged by the settings as they were written.
 * @param own the process that it is for; without it, the whole system.
 */
export function weakeningsOf(raw: unknown, own?: ProcessOwner): Weakening[] {
  if (valueAt(raw, 'environment') !== 'production') return [];
  const found = [...exposure(raw), ...typedSecrets(raw), ...switchedOff(raw), ...raisedLimits(raw)];
  if (own === undefined) return found;
  const withheld = withheldPaths(own);
  return found.filter(({ path }) => !withheld.has(path) && !ofWholeSystem.has(path));
}
