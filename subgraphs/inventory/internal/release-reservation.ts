import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { InventoryContext } from '../context';
import { ReservationState } from '../schema/reservation';

@Resolver()
export class ReleaseReservationOperation {
  @Mutation(() => ReservationState, {
    description:
      'Releases the reservation of an order, and refuses later ones. Always RELEASED, also when repeated or when the order is unknown.',
  })
  async releaseReservation(
    @Arg('orderId', () => ID) orderId: string,
    @Ctx() { store }: InventoryContext,
  ): Promise<ReservationState> {
    if (!isUuid(orderId)) throw badUserInput('`orderId` must be a UUID.');
    await store.reservations.release(orderId);
    return ReservationState.RELEASED;
  }
}
