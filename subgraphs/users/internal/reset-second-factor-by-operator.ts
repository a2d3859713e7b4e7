import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { canonicalEmail } from '../domain/account';

@Resolver()
export class ResetSecondFactorByOperatorOperation {
  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Removes the second factor of an account whom no ADMIN can help, and lets it enrol another. ' +
      'False if it had none, null if there is no such account. Audited.',
  })
  async resetSecondFactorByOperator(
    @Arg('email', () => String) email: string,
    @Ctx() { store }: UsersContext,
  ): Promise<boolean | null> {
    const account = await store.accounts.byEmail(canonicalEmail(email));
    if (account === null) return null;
    return store.secondFactors.resetByOperator(account.id, {
      actor: 'system',
      action: 'second_factor.reset',
      subject: `User:${account.id}`,
      detail: null,
    });
  }
}
