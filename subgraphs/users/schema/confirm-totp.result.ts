import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { RecoveryCodes } from './second-factor';
import { InvalidCredentialsError } from './session';

export const ConfirmTotpResult = outcomeUnion(
  'ConfirmTotpResult',
  'The recovery codes of the second factor that is switched on now, or an error if the code is wrong.',
  RecoveryCodes,
  [InvalidCredentialsError],
);
export type ConfirmTotpResult = OutcomeOf<typeof ConfirmTotpResult, RecoveryCodes>;
