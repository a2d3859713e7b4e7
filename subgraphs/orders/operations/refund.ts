import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { OrdersContext } from '../context';
import { Refund, ReturnLine } from '../schema/refund';

@Resolver(() => Refund)
export class RefundFields {
  @FieldResolver(() => [ReturnLine], { description: 'Units that came back with this refund.' })
  lines(@Root() { id }: Refund, @Ctx() { loaders }: OrdersContext): Promise<ReturnLine[]> {
    return loaders.linesByRefund.load(id);
  }
}
