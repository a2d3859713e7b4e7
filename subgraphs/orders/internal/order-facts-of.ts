import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { OrderFacts } from '../../../verify/facts';
import type { OrdersContext } from '../context';
import { OrderFactsType } from '../schema/order-facts';

const idsMax = 1_000;

@Resolver()
export class OrderFactsOfOperation {
  @Query(() => [OrderFactsType], { description: 'Facts about those of these orders that exist.' })
  orderFactsOf(
    @Arg('ids', () => [ID]) ids: string[],
    @Ctx() { store }: OrdersContext,
  ): Promise<OrderFacts[]> {
    if (ids.length > idsMax) throw badUserInput(`\`ids\` takes at most ${idsMax}.`);
    return store.integrity.ordersOf(ids.filter(isUuid));
  }
}
