import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { checkedFirst } from '../../../platform/graphql/connection';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { InventoryContext } from '../context';
import { reservationsPerCallMax } from '../domain/order-ids';
import { HeldReservationType } from '../schema/held-reservation';
import type { HeldReservation } from '../store/reservations';

@Resolver()
export class HeldReservationsOperation {
  @Query(() => [HeldReservationType], {
    description:
      'Reservations of at least `olderThanSeconds` that are neither confirmed nor released, by order id; empty at the end.',
  })
  heldReservations(
    @Arg('after', () => ID, { nullable: true }) after: string | null = null,
    @Arg('first', () => Int) first: number,
    @Arg('olderThanSeconds', () => Int) olderThanSeconds: number,
    @Ctx() { store }: InventoryContext,
  ): Promise<HeldReservation[]> {
    if (after !== null && !isUuid(after)) throw badUserInput('`after` must be the id of an order.');
    const page = { first: checkedFirst(first, reservationsPerCallMax), olderThanSeconds };
    return store.reservations.held(after, page);
  }
}
