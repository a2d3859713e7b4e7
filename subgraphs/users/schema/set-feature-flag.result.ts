import type { FlagState } from '../../../platform/flags/flags';
import { NotFoundError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { FeatureFlag } from './feature-flag';

export const SetFeatureFlagResult = outcomeUnion(
  'SetFeatureFlagResult',
  'The flag after the change, or an error if the code has no such flag.',
  FeatureFlag,
  [NotFoundError],
);
export type SetFeatureFlagResult = OutcomeOf<typeof SetFeatureFlagResult, FlagState>;
