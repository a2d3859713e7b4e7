import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { InventoryContext } from '../context';
import { ReservationState } from '../schema/reservation';

@Resolver()
export class ConfirmReservationOperation {
  @Mutation(() => ReservationState, {
    nullable: true,
    description:
      'Confirms a reservation, for callers of an earlier version. Null if the order has none.',
  })
  async confirmReservation(
    @Arg('orderId', () => ID) orderId: string,
    @Ctx() { store }: InventoryContext,
  ): Promise<ReservationState | null> {
    if (!isUuid(orderId)) throw badUserInput('`orderId` must be a UUID.');
    const confirmed = await store.reservations.confirm([orderId]);
    return confirmed.length > 0 ? ReservationState.CONFIRMED : null;
  }
}
