import { badUserInput } from '../../../platform/graphql/errors';
import type { RequestScope } from '../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { isUuid } from '../../../platform/values/uuid';
import type { OrderSelection } from '../schema/order-selection.input';
import type { OrderQuery } from '../store/order-lists';
import { orderQuery } from './order-query';

const idsMax = 1_000;

/**
 * The query of the orders of a bulk action, for staff, who may see all orders.
 * @throws BAD_USER_INPUT unless exactly one of ids and filter is given, FORBIDDEN for a filter that
 * the viewer may not use.
 */
export async function bulkSelection(
  { ids, filter }: OrderSelection,
  scope: RequestScope & { readonly users: ServiceCall },
): Promise<OrderQuery> {
  if ((ids == null) === (filter == null)) {
    throw badUserInput('`selection` takes either `ids` or `filter`.', 'selection');
  }
  if (filter != null) return orderQuery(filter, null, scope);
  const all = ids ?? [];
  if (all.length > idsMax) {
    throw badUserInput(`\`ids\` takes at most ${idsMax} values.`, 'selection', 'ids');
  }
  return { ...(await orderQuery({}, null, scope)), ids: all.filter(isUuid) };
}
