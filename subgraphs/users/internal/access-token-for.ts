import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { forbidden } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { canonicalEmail } from '../domain/account';

@Resolver()
export class AccessTokenForOperation {
  @Query(() => String, {
    nullable: true,
    description:
      'A new access token for an account, outside production only; null if there is no such account.',
  })
  async accessTokenFor(
    @Arg('email', () => String) email: string,
    @Ctx() { store, sessions, tokensOnRequest }: UsersContext,
  ): Promise<string | null> {
    if (!tokensOnRequest) throw forbidden();
    const account = await store.accounts.byEmail(canonicalEmail(email));
    return account === null || account.lockedAt !== null
      ? null
      : (await sessions.accessToken(account)).token;
  }
}
