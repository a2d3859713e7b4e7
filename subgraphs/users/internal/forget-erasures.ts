import { Arg, Ctx, Int, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';

/** The least that `orders.erasedAccountDays` takes. */
const daysMin = 30;
const limitMax = 1_000;

@Resolver()
export class ForgetErasuresOperation {
  @Mutation(() => Int, {
    description: `\
Forgets accounts that were erased so many days ago, ${daysMin} at least, and how an import called them,
at most ${limitMax} a call. Answers how many were forgotten.`,
  })
  async forgetErasures(
    @Arg('days', () => Int) days: number,
    @Arg('limit', () => Int) limit: number,
    @Ctx() { store }: UsersContext,
  ): Promise<number> {
    if (days < daysMin) throw badUserInput(`\`days\` takes ${daysMin} or more.`);
    if (limit < 1 || limit > limitMax) throw badUserInput(`\`limit\` takes 1 to ${limitMax}.`);
    return store.expired.forgetErasures(days, limit);
  }
}
