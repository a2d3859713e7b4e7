import { type CsvValue, csvLine } from '../../../platform/values/csv';
import { decimalFromMinor } from '../../../platform/values/money';
import type { PostalAddress } from '../../../platform/values/postal-address';
import type { OrderStatus, WithMoney } from './order';
import { shownPaymentStatus } from './progress';
import type { Totals } from './totals';

/**
 * Orders of one page of an export.
 * @exceeded BAD_USER_INPUT
 * @test subgraphs/orders/operations/export-orders.test.ts
 */
export const exportPageMax = 1_000;
/**
 * Orders of one export, over all of its pages.
 * @exceeded the export ends, and `isCut` says so
 * @test subgraphs/orders/operations/export-orders.test.ts
 */
export const exportOrdersMax = 100_000;

export interface ExportedOrder extends Totals, WithMoney {
  readonly id: string;
  readonly number: string;
  readonly placedAt: Date;
  readonly status: OrderStatus;
  readonly statusReason: string | null;
  readonly customerId: string;
  readonly currency: string;
  readonly paymentStatus: string;
  readonly shippingAddress: PostalAddress;
}

type Column = readonly [name: string, cellOf: (order: ExportedOrder) => CsvValue];

const money = (name: string, minorOf: (order: ExportedOrder) => bigint): Column => [
  name,
  (order) => decimalFromMinor(minorOf(order), order.currency),
];

const columns: readonly Column[] = [
  ['number', ({ number }) => number],
  ['id', ({ id }) => id],
  ['placedAt', ({ placedAt }) => placedAt.toISOString()],
  ['status', ({ status }) => status],
  ['statusReason', ({ statusReason }) => statusReason],
  ['currency', ({ currency }) => currency],
  money('subtotal', ({ subtotalMinor }) => subtotalMinor),
  money('shipping', ({ shippingMinor }) => shippingMinor),
  money('tax', ({ taxMinor }) => taxMinor),
  money('total', ({ totalMinor }) => totalMinor),
  ['paymentStatus', shownPaymentStatus],
  money('captured', ({ capturedMinor }) => capturedMinor),
  money('refunded', ({ refundedMinor }) => refundedMinor),
  ['recipient', ({ shippingAddress }) => shippingAddress.recipient],
  ['city', ({ shippingAddress }) => shippingAddress.city],
  ['postalCode', ({ shippingAddress }) => shippingAddress.postalCode],
  ['country', ({ shippingAddress }) => shippingAddress.country],
];
const customer: Column = ['customerId', ({ customerId }) => customerId];

/**
 * The lines of the orders.
 * @param hasCustomer whether the reader may learn whose an order is.
 * @param hasHeading whether the names of the columns come first.
 */
export function ordersAsCsv(
  orders: readonly ExportedOrder[],
  { hasCustomer, hasHeading }: { readonly hasCustomer: boolean; readonly hasHeading: boolean },
): string {
  const shown = hasCustomer ? [...columns, customer] : columns;
  const heading = hasHeading ? csvLine(shown.map(([name]) => name)) : '';
  const lines = orders.map((order) => csvLine(shown.map(([, cellOf]) => cellOf(order))));
  return heading + lines.join('');
}
