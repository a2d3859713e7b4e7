import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { canonicalEmail } from '../domain/account';

@Resolver()
export class UserIdByEmailOperation {
  @Query(() => ID, {
    nullable: true,
    description: 'The id of the account with this e-mail address; null without one.',
  })
  async userIdByEmail(
    @Arg('email', () => String) email: string,
    @Ctx() { store }: UsersContext,
  ): Promise<string | null> {
    return (await store.accounts.byEmail(canonicalEmail(email)))?.id ?? null;
  }
}
