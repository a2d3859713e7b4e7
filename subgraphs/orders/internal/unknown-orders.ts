import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';

const idsMax = 1_000;

@Resolver()
export class UnknownOrdersOperation {
  @Query(() => [ID], { description: 'Those of these ids that no order has.' })
  unknownOrders(
    @Arg('ids', () => [ID]) ids: string[],
    @Ctx() { store }: OrdersContext,
  ): Promise<string[]> {
    if (ids.length > idsMax) throw badUserInput(`\`ids\` takes at most ${idsMax}.`);
    return store.integrity.unknownIds(ids.filter(isUuid));
  }
}
