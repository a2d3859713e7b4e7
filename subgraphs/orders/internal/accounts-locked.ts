import { Ctx, Mutation, Resolver } from 'type-graphql';
import type { OrdersContext } from '../context';

@Resolver()
export class AccountsLockedOperation {
  @Mutation(() => Boolean, {
    description:
      'Disables the webhook endpoints of locked accounts before it returns. Reads which accounts ' +
      'those are from users.',
  })
  async accountsLocked(@Ctx() { lockedOwners }: OrdersContext): Promise<boolean> {
    await lockedOwners.runOnce();
    return true;
  }
}
