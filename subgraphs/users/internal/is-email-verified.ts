import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';

@Resolver()
export class IsEmailVerifiedOperation {
  @Query(() => Boolean, {
    description:
      'Whether the e-mail address of an account is verified. False if there is no such account.',
  })
  async isEmailVerified(
    @Arg('userId', () => ID) userId: string,
    @Ctx() { store }: UsersContext,
  ): Promise<boolean> {
    if (!isUuid(userId)) return false;
    const account = await store.accounts.byId(userId);
    return (account?.emailVerifiedAt ?? null) !== null;
  }
}
