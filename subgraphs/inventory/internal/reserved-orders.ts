import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { checkedFirst } from '../../../platform/graphql/connection';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { InventoryContext } from '../context';

const ordersMax = 1_000;
const secondsMax = 2_147_483_647;

@Resolver()
export class ReservedOrdersOperation {
  @Query(() => [ID], {
    description:
      'Orders with a reservation of at least `olderThanSeconds`, by id; empty at the end.',
  })
  reservedOrders(
    @Arg('after', () => ID, { nullable: true }) after: string | null = null,
    @Arg('first', () => Int) first: number,
    @Arg('olderThanSeconds', () => Int) olderThanSeconds: number,
    @Ctx() { store }: InventoryContext,
  ): Promise<string[]> {
    if (after !== null && !isUuid(after)) throw badUserInput('`after` must be the id of an order.');
    if (olderThanSeconds < 0) {
      throw badUserInput(`\`olderThanSeconds\` takes 0 to ${secondsMax}.`);
    }
    return store.integrity.reservedOrders(after, checkedFirst(first, ordersMax), olderThanSeconds);
  }
}
