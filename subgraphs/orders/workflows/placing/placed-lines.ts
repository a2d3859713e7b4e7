import { smallAnswerObjects } from '../../../../platform/graphql/answer-slot';
import type { OrdersLoaders } from '../../loaders';
import type { OrderRow } from '../../store/order-reads';
import type { NewLine } from '../../store/placing';

/** The states in which the lines are as they were placed. */
const untouched: ReadonlySet<string> = new Set(['PENDING', 'IN_REVIEW', 'CONFIRMED', 'REJECTED']);

/**
 * Answers the lines of the placed order without reading them again. Those of a large order are read,
 * because a large answer waits for its turn before its rows are read.
 */
export function rememberPlacedLines(
  { linesByOrder }: Pick<OrdersLoaders, 'linesByOrder'>,
  order: OrderRow,
  lines: readonly NewLine[],
): void {
  if (!untouched.has(order.status) || lines.length > smallAnswerObjects) return;
  const rows = lines.map(({ sku, name, quantity, unitPriceMinor }, index) => ({
    orderId: order.id,
    position: index + 1,
    sku,
    name,
    quantity,
    shippedQuantity: 0,
    cancelledQuantity: 0,
    returnedQuantity: 0,
    unitPriceMinor,
  }));
  linesByOrder.prime(order, rows);
}
