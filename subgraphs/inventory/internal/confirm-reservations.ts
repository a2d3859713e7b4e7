import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import type { InventoryContext } from '../context';
import { orderIdsProblem } from '../domain/order-ids';

@Resolver()
export class ConfirmReservationsOperation {
  @Mutation(() => Int, {
    description:
      'Confirms the reservations of decided orders, in one statement. The number of orders that have one.',
  })
  async confirmReservations(
    @Arg('orderIds', () => [ID]) orderIds: string[],
    @Ctx() { store }: InventoryContext,
  ): Promise<number> {
    const problem = orderIdsProblem(orderIds);
    if (problem !== null) throw badUserInput(problem);
    return (await store.reservations.confirm(orderIds)).length;
  }
}
