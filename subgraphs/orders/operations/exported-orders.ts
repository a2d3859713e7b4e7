import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';

/** Orders of the most lines take some 4 MB then. */
const pageSize = 25;

@ObjectType({ simpleResolvers: true })
export class ExportedOrders {
  @Field(() => String, { description: 'A list, as JSON text.' })
  orders: string;

  @Field(() => String, { nullable: true, description: 'The `after` of the next page, if any.' })
  next: string | null;
}

/** What a person gets who asks for all that is stored about them. */
@Resolver()
export class ExportedOrdersOperation {
  @Query(() => ExportedOrders, {
    description: `The orders of a customer with all that they say, newest first, ${pageSize} a page.`,
  })
  async exportedOrders(
    @Arg('customerId', () => ID) customerId: string,
    @Arg('after', () => String, { nullable: true }) after: string | null = null,
    @Ctx() { store }: OrdersContext,
  ): Promise<ExportedOrders> {
    if (!isUuid(customerId)) throw badUserInput('`customerId` takes a uuid.');
    if (after !== null && !isUuid(after)) throw badUserInput('`after` is not of this list.');
    const rows = await store.exports.page(customerId, after, pageSize);
    const next = rows.length < pageSize ? null : (rows.at(-1)?.id ?? null);
    return { orders: `[${rows.map(({ order }) => order).join(',')}]`, next };
  }
}
