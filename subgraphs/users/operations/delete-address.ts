import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { NotFoundError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { User } from '../schema/user';
import type { Account } from '../store/accounts';
import { ownAccount } from '../visibility';
import { auditStaff } from '../workflows/audit-staff';

const DeleteAddressResult = outcomeUnion(
  'DeleteAddressResult',
  'Your account without the address, or an error if it has no such address.',
  User,
  [NotFoundError],
);

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
  ): Promise<Account | NotFoundError> {
    const user = await ownAccount(context);
    const removed = isUuid(id) && (await context.store.addresses.remove(user.id, id));
    if (!removed) return new NotFoundError('address');
    await auditStaff(context, 'address.delete', `Address:${id.toLowerCase()}`);
    return user;
  }
}
