import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { InventoryContext } from '../context';
import { ReservationState } from '../schema/reservation';

@Resolver()
export class ReleaseReservationOperation {
  @Mutation(() => ReservationState, {
    description:
      'Frees what is still held for the order; a reservation that arrives later is refused. Always RELEASED, also when repeated or when nothing is known of the order.',
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
