import { Ctx, Mutation, Resolver } from 'type-graphql';
import type { OrdersContext } from '../context';

@Resolver()
export class AccountsLockedOperation {
  @Mutation(() => Boolean, {
    description:
      'An account was locked: its webhook endpoints are disabled before this answers. Which one is ' +
      'asked of users.',
  })
  async accountsLocked(@Ctx() { lockedOwners }: OrdersContext): Promise<boolean> {
    await lockedOwners.runOnce();
    return true;
  }
}
