import { Ctx, Mutation, Resolver } from 'type-graphql';
import type { OrdersContext } from '../context';

@Resolver()
export class AccountsErasedOperation {
  @Mutation(() => Boolean, {
    description:
      'An account is no more: its orders lose what identifies the person before this answers. ' +
      'Which one is asked of users, so that nobody else can have orders erased.',
  })
  async accountsErased(@Ctx() { erasure }: OrdersContext): Promise<boolean> {
    await erasure.once();
    return true;
  }
}
