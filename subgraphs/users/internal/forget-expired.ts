import { Arg, Ctx, Int, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { keyAddressDays } from '../store/key-addresses';

const limitMax = 1_000;

@Resolver()
export class ForgetExpiredOperation {
  @Mutation(() => Int, {
    description: `\
Deletes sessions, mailed tokens and sign-in challenges that expired \`auth.expiredSessionDays\` ago, at
most ${limitMax} sessions a call, and network addresses that an API key was not used from for
${keyAddressDays} days. Answers how many sessions were deleted.`,
  })
  async forgetExpired(
    @Arg('limit', () => Int) limit: number,
    @Ctx() { store, expiredSessionDays }: UsersContext,
  ): Promise<number> {
    if (limit < 1 || limit > limitMax) throw badUserInput(`\`limit\` takes 1 to ${limitMax}.`);
    return store.expired.forget(expiredSessionDays, limit);
  }
}
