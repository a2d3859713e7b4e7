import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { NotFoundError } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { DeleteAddressResult } from '../schema/delete-address.result';
import { shownAccount } from '../visibility';
import { staffChange } from '../workflows/audit-entries';

@Resolver()
export class DeleteAddressOperation {
  @Mutation(() => DeleteAddressResult, {
    nullable: true,
    description:
      'Deletes an address from your address book. Orders keep their own copy. FORBIDDEN for API keys.',
  })
  async deleteAddress(
    @Arg('id', () => ID, { description: 'Id of the address to delete.' }) id: string,
    @Ctx() context: UsersContext,
  ): Promise<DeleteAddressResult> {
    const user = await shownAccount(context);
    const entry = staffChange(context.viewer, 'address.delete', `Address:${id.toLowerCase()}`);
    const removed = isUuid(id) && (await context.store.addresses.remove(user.id, id, entry));
    return removed ? user : new NotFoundError('address');
  }
}
