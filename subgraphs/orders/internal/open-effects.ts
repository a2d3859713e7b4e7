import { Ctx, Int, Query, Resolver } from 'type-graphql';
import type { OrdersContext } from '../context';

@Resolver()
export class OpenEffectsOperation {
  @Query(() => Int, { description: 'Effects of orders that are not done; 0 when all is settled.' })
  openEffects(@Ctx() { store }: OrdersContext): Promise<number> {
    return store.openWork.openEffects();
  }
}
