import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { userIdOf } from '../../../platform/auth/viewer';
import { NotFoundError, unauthenticated } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { User } from '../schema/user';
import type { Account } from '../store/accounts';

const DeleteAddressResult = outcomeUnion(
  'DeleteAddressResult',
  'Its owner without the address.',
  User,
  [NotFoundError],
);

@Resolver()
export class DeleteAddressOperation {
  @Mutation(() => DeleteAddressResult, {
    nullable: true,
    description: 'Deletes one of your own addresses. Orders that went there keep theirs.',
  })
  async deleteAddress(
    @Arg('id', () => ID) id: string,
    @Ctx() { store, loaders, viewer }: UsersContext,
  ): Promise<Account | NotFoundError> {
    const userId = userIdOf(viewer);
    const user = userId === null ? null : await loaders.accountById.load(userId);
    if (user === null) throw unauthenticated();
    const removed = isUuid(id) && (await store.addresses.remove(user.id, id));
    return removed ? user : new NotFoundError('address');
  }
}
