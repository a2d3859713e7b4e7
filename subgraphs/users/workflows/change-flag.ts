import type { FeatureFlags } from '../../../config/feature-flags';
import { type FlagState, subjectOf } from '../../../platform/flags/flags';
import { NotFoundError } from '../../../platform/graphql/errors';
import type { RequestScope } from '../../../platform/graphql/request-scope';
import type { UsersStore } from '../store';
import { entryBy } from './audit-entries';

interface Context extends RequestScope {
  readonly store: Pick<UsersStore, 'flagOverrides'>;
  readonly flags: FeatureFlags;
}

/**
 * Switches a flag for everybody, or gives it back to the source of the flags. Other processes read
 * the change when they evaluate flags, within 3 s.
 * @param isOn null to give it back.
 * @throws FORBIDDEN unless the viewer is ADMIN now.
 */
export async function changeFlag(
  { store, flags, viewer }: Context,
  name: string,
  isOn: boolean | null,
): Promise<FlagState | NotFoundError> {
  const find = async () => {
    // Another instance may have switched it before.
    await flags.refresh();
    const states = await flags.list(subjectOf(viewer));
    return states.find((flag) => flag.name === name) ?? new NotFoundError('feature flag');
  };
  const before = await find();
  if (before instanceof NotFoundError) return before;
  const action = isOn === null ? 'feature_flag.reset' : 'feature_flag.set';
  const detail = { from: before.override, to: isOn };
  const entry = entryBy(viewer, action, `FeatureFlag:${name}`, detail);
  await store.flagOverrides.change({ actor: viewer, name, isOn, entry });
  return find();
}
