import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import type { InventoryContext } from '../context';
import { orderIdsProblem } from '../domain/order-ids';

@Resolver()
export class ExpireReservationsOperation {
  @Mutation(() => Int, {
    description:
      'Releases reservations that are not confirmed, of orders that ended or do not exist. Returns how many.',
  })
  async expireReservations(
    @Arg('orderIds', () => [ID]) orderIds: string[],
    @Ctx() { store, metrics }: InventoryContext,
  ): Promise<number> {
    const problem = orderIdsProblem(orderIds);
    if (problem !== null) throw badUserInput(problem);
    let released = 0;
    for (const orderId of orderIds) {
      if (await store.reservations.releaseHeld(orderId)) released += 1;
    }
    metrics.expired.inc(released);
    return released;
  }
}
