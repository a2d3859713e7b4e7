import { Ctx, Mutation, Resolver } from 'type-graphql';
import type { OrdersContext } from '../context';

@Resolver()
export class AccountsErasedOperation {
  @Mutation(() => Boolean, {
    description:
      'Erases the personal data in the orders of erased accounts before it returns. Reads which ' +
      'accounts those are from users, so that no caller can choose orders to erase.',
  })
  async accountsErased(@Ctx() { erasure }: OrdersContext): Promise<boolean> {
    await erasure.runOnce();
    return true;
  }
}
