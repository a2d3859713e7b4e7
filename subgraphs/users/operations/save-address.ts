import { Arg, Ctx, Field, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { addressesMax, addressFields, addressProblems } from '../domain/address';
import { Address } from '../schema/address';
import { AddressInput } from '../schema/address-input';
import { User } from '../schema/user';
import type { Account } from '../store/accounts';
import type { AddressRow } from '../store/addresses';
import { ownAccount } from '../visibility';
import { auditStaff } from '../workflows/audit-staff';

@ObjectType({ simpleResolvers: true })
export class SavedAddress {
  @Field(() => Address)
  address: AddressRow;

  @Field(() => User, { description: 'With all addresses as they are now.' })
  user: Account;
}

const SaveAddressResult = outcomeUnion(
  'SaveAddressResult',
  'The address as kept, or why it is not.',
  SavedAddress,
  [ValidationError, NotFoundError],
);

@Resolver()
export class SaveAddressOperation {
  @Mutation(() => SaveAddressResult, {
    nullable: true,
    description: `Adds an address to your own, ${addressesMax} at most, or with \`id\` replaces one.`,
  })
  async saveAddress(
    @Arg('id', () => ID, { nullable: true }) id: string | null = null,
    @Arg('input', () => AddressInput) input: AddressInput,
    @Ctx() context: UsersContext,
  ): Promise<SavedAddress | ValidationError | NotFoundError> {
    const { store } = context;
    const user = await ownAccount(context);
    const problems = addressProblems(input);
    if (problems.length > 0) return new ValidationError(problems);
    const fields = addressFields(input);

    if (id !== null) {
      const changed = isUuid(id) ? await store.addresses.update(user.id, id, fields) : null;
      if (changed === null) return new NotFoundError('address');
      await auditStaff(context, 'address.save', `Address:${changed.id}`);
      return { address: changed, user };
    }
    const added = await store.addresses.create(user.id, fields, addressesMax);
    if (added !== null) {
      await auditStaff(context, 'address.save', `Address:${added.id}`);
      return { address: added, user };
    }
    const message = `There are ${addressesMax} addresses already: delete one first.`;
    return new ValidationError([{ path: [], message }]);
  }
}
