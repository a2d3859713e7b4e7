import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { InventoryContext } from '../context';
import { ReservationState } from '../schema/reservation';
import { ReservationFactsType } from '../schema/reservation-facts';

const ordersMax = 1_000;

@Resolver()
export class ReservationFactsOperation {
  @Query(() => [ReservationFactsType], {
    description:
      'Facts about the reservations of these orders. Orders without a reservation are left out.',
  })
  async reservationFacts(
    @Arg('orderIds', () => [ID]) orderIds: string[],
    @Ctx() { store }: InventoryContext,
  ): Promise<ReservationFactsType[]> {
    if (orderIds.length > ordersMax) throw badUserInput(`\`orderIds\` takes at most ${ordersMax}.`);
    const rows = await store.integrity.reservationsOf(orderIds.filter(isUuid));
    return rows.map((row) => ({
      ...row,
      state: ReservationState[row.state],
      held: [...row.held],
    }));
  }
}
