import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { ExportedOrders } from '../schema/exported-orders';
import type { ExportedOrder } from '../store/order-exports';

/** Orders per page. Eight of the largest orders take about 1.3 MB; an answer takes 1 MB. */
const pageSize = 8;

/** The rows that fit, each followed by a comma. */
function fitting(rows: readonly ExportedOrder[], charactersMax: number): ExportedOrder[] {
  let left = charactersMax;
  const end = rows.findIndex(({ order }) => {
    left -= order.length + 1;
    return left < 0;
  });
  return end === -1 ? [...rows] : rows.slice(0, end);
}

/** The orders in a person's data export. */
@Resolver()
export class ExportedOrdersOperation {
  @Query(() => ExportedOrders, {
    description: `The orders of a customer with all their data, newest first, ${pageSize} a page.`,
  })
  async exportedOrders(
    @Arg('customerId', () => ID) customerId: string,
    @Arg('charactersMax', () => Int) charactersMax: number,
    @Arg('after', () => String, { nullable: true }) after: string | null = null,
    @Ctx() { store }: OrdersContext,
  ): Promise<ExportedOrders> {
    if (!isUuid(customerId)) throw badUserInput('`customerId` takes a uuid.');
    if (after !== null && !isUuid(after)) throw badUserInput('`after` is not of this list.');
    const rows = await store.exports.page(customerId, after, pageSize);
    const next = rows.length < pageSize ? null : (rows.at(-1)?.id ?? null);
    const whole = fitting(rows, charactersMax);
    const orders = `[${whole.map(({ order }) => order).join(',')}]`;
    return { orders, next, isCut: whole.length < rows.length };
  }
}
