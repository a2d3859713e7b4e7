import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { ExportedOrders } from '../schema/exported-orders';
import type { BulkActionRow } from '../store/bulk-actions';
import type { ExportedOrder } from '../store/order-exports';
import type { WebhookEndpointRow } from '../store/webhook-endpoints';

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

/** The newest bulk actions in an export; each takes less than a kilobyte. */
const bulkActionsMax = 100;

const exportedEndpoint = (row: WebhookEndpointRow) => {
  const { id, url, events, enabled, disabledReason, failingSince, createdAt } = row;
  return { id, url, events, enabled, disabledReason, failingSince, createdAt };
};

const exportedBulkAction = (row: BulkActionRow) => {
  const { id, action, reason, roles, createdAt, startedAt, stoppedAt, finishedAt } = row;
  return { id, action, reason, roles, createdAt, startedAt, stoppedAt, finishedAt };
};

/** What is stored about a customer besides orders, as JSON text without secrets. */
async function accountOf(customerId: string, store: OrdersContext['store']): Promise<string> {
  const endpoints = await store.webhookEndpoints.ofOwner(customerId);
  const actions = await store.bulkActions.page(customerId, { first: bulkActionsMax, after: null });
  return JSON.stringify({
    webhookEndpoints: endpoints.map(exportedEndpoint),
    bulkActions: actions.slice(0, bulkActionsMax).map(exportedBulkAction),
  });
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
    const account = after === null ? await accountOf(customerId, store) : null;
    const whole = fitting(rows, charactersMax - (account?.length ?? 0));
    const orders = `[${whole.map(({ order }) => order).join(',')}]`;
    return { orders, next, account, isCut: whole.length < rows.length };
  }
}
