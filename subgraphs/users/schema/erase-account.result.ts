import { Field } from 'type-graphql';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import { InvalidCredentialsError } from './session';

@PlainType('Confirms that the account is erased. It cannot be restored.')
export class AccountErased {
  @Field(() => DateTime, { description: 'When the account was erased.' })
  at: Date;
}

export const EraseAccountResult = outcomeUnion(
  'EraseAccountResult',
  'The confirmation, or an error if the password is wrong.',
  AccountErased,
  [InvalidCredentialsError],
);
export type EraseAccountResult = OutcomeOf<typeof EraseAccountResult, AccountErased>;
