import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { EmailAddress } from '../../../platform/graphql/scalars';
import { userIdOf } from '../../../platform/requests/viewer';
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

/** A sign-in answers the account to somebody who was anonymous before. */
const isOfSignIn = ({ prev }: GraphQLResolveInfo['path']): boolean => prev?.typename === 'Session';

@Resolver(() => User)
export class UserFields {
  @FieldResolver(() => Boolean, {
    description: 'True once the owner has confirmed this address by mail. FORBIDDEN for API keys.',
  })
  emailVerified(@Root() { emailVerifiedAt }: Account): boolean {
    return emailVerifiedAt !== null;
  }

  @FieldResolver(() => EmailAddress, {
    nullable: true,
    description:
      'A new address that waits for its confirmation by mail. Null if there is none, and for everybody except the owner.',
  })
  pendingEmail(
    @Root() user: Account,
    @Ctx() { viewer }: UsersContext,
    @Info() { path }: GraphQLResolveInfo,
  ): string | null {
    const isOwn = user.id === userIdOf(viewer) || isOfSignIn(path);
    return isOwn ? user.pendingEmail : null;
  }

  @FieldResolver(() => [Address], {
    description:
      'The address book of the account, oldest address first. Empty in the answer of `verifyEmail` to somebody who is not signed in as the account. FORBIDDEN for API keys.',
  })
  async addresses(
    @Root() user: Account,
    @Ctx() { loaders, viewer }: UsersContext,
    @Info() { path }: GraphQLResolveInfo,
  ): Promise<AddressRow[]> {
    const mayRead = visibleAccount(user, viewer) !== null || isOfSignIn(path);
    return mayRead ? loaders.addressesByUserId.load(user.id) : [];
  }
}
