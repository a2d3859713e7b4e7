import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { AddressInput } from '../../../platform/graphql/postal-address';
import { postalAddressProblems } from '../../../platform/values/postal-address';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { addressesMax, addressFields } from '../domain/address';
import { type SaveAddressOutcome, SaveAddressResult } from '../schema/save-address.result';
import { shownAccount } from '../visibility';
import { auditStaff } from '../workflows/audit-staff';

@Resolver()
export class SaveAddressOperation {
  @Mutation(() => SaveAddressResult, {
    nullable: true,
    description: `Adds an address to your address book, which holds ${addressesMax}, or replaces one of them. FORBIDDEN for API keys.`,
  })
  async saveAddress(
    @Arg('id', () => ID, {
      nullable: true,
      description: 'Id of the address to replace. Null adds a new one.',
    })
    id: string | null = null,
    @Arg('input', () => AddressInput, {
      description: 'The complete address. Fields left out are emptied.',
    })
    input: AddressInput,
    @Ctx() context: UsersContext,
  ): Promise<SaveAddressOutcome> {
    const { store } = context;
    const user = await shownAccount(context);
    const problems = postalAddressProblems([], input);
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
