import { Field } from 'type-graphql';
import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { PlainType } from '../../../platform/graphql/plain-type';
import type { Account } from '../store/accounts';
import type { AddressRow } from '../store/addresses';
import { Address } from './address';
import { User } from './user';

@PlainType('A saved address and the account it belongs to.')
export class SavedAddress {
  @Field(() => Address, { description: 'The address as it is stored.' })
  address: AddressRow;

  @Field(() => User, { description: 'Your account, with all its addresses as they are now.' })
  user: Account;
}

export const SaveAddressResult = outcomeUnion(
  'SaveAddressResult',
  'The saved address, or why it was not saved.',
  SavedAddress,
  [ValidationError, NotFoundError],
);
export type SaveAddressResult = OutcomeOf<typeof SaveAddressResult, SavedAddress>;
