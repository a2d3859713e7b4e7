import { Ctx, Int, Query, Resolver } from 'type-graphql';
import type { OrdersContext } from '../context';

@Resolver()
export class OpenEffectsOperation {
  @Query(() => Int, {
    description: 'Number of effects of orders that are not done; 0 when all are done.',
  })
  openEffects(@Ctx() { store }: OrdersContext): Promise<number> {
    return store.openWork.openEffects();
  }
}
