import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { UsersContext } from '../context';
import { Address } from '../schema/address';
import { User } from '../schema/user';
import type { Account } from '../store/accounts';
import type { AddressRow } from '../store/addresses';
import { visibleAccount } from '../visibility';

@Resolver()
export class UserOperation {
  @Query(() => User, {
    nullable: true,
    description:
      'One account: your own, or any for SUPPORT and ADMIN. Null if there is none that you may see. FORBIDDEN for API keys.',
  })
  async user(
    @Arg('id', () => ID, { description: 'Id of the account to read.' }) id: string,
    @Ctx() { loaders, viewer }: UsersContext,
  ): Promise<Account | null> {
    return visibleAccount(await loaders.accountById.load(id), viewer);
  }
}

@Resolver(() => User)
export class UserFields {
  // Viewers who may see an account may see its addresses, which are only reachable through it.
  @FieldResolver(() => [Address], {
    description: 'The address book of the account, oldest address first. FORBIDDEN for API keys.',
  })
  addresses(@Root() user: Account, @Ctx() { loaders }: UsersContext): Promise<AddressRow[]> {
    return loaders.addressesByUserId.load(user.id);
  }
}
