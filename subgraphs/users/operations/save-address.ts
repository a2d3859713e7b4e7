import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { AddressInput } from '../../../platform/graphql/postal-address';
import { postalAddressProblems } from '../../../platform/values/postal-address';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { addressesMax, addressFields } from '../domain/address';
import { SaveAddressResult } from '../schema/save-address.result';
import type { AddressNotSaved } from '../store/addresses';
import { shownAccount } from '../visibility';
import { staffChange } from '../workflows/audit-entries';

function refusal(reason: AddressNotSaved): ValidationError | NotFoundError {
  if (reason === 'unknown') return new NotFoundError('address');
  const message = `There are ${addressesMax} addresses already: delete one first.`;
  return new ValidationError([{ path: [], message }]);
}

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
  ): Promise<SaveAddressResult> {
    const { store, viewer } = context;
    const user = await shownAccount(context);
    const problems = postalAddressProblems([], input);
    if (problems.length > 0) return new ValidationError(problems);
    if (id !== null && !isUuid(id)) return refusal('unknown');
    const address = {
      id: id?.toLowerCase() ?? null,
      userId: user.id,
      fields: addressFields(input),
    };
    const saved = await store.addresses.save(address, addressesMax, (savedId) =>
      staffChange(viewer, 'address.save', `Address:${savedId}`),
    );
    return typeof saved === 'string' ? refusal(saved) : { address: saved, user };
  }
}
