import { raw, type Sql } from 'sql-template-tag';
import type { Order as OrderRow } from '../../../prisma/orders/generated/client';

export type { OrderRow };

const orderColumnNames = {
  id: 'id',
  number: 'number',
  customerId: 'customer_id',
  status: 'status',
  statusReason: 'status_reason',
  currency: 'currency',
  subtotalMinor: 'subtotal_minor',
  shippingMinor: 'shipping_minor',
  taxMinor: 'tax_minor',
  totalMinor: 'total_minor',
  shippingAddress: 'shipping_address',
  note: 'note',
  paymentStatus: 'payment_status',
  paymentToken: 'payment_token',
  paymentReference: 'payment_reference',
  paymentBrand: 'payment_brand',
  paymentLast4: 'payment_last4',
  paymentAction: 'payment_action',
  capturedMinor: 'captured_minor',
  refundedMinor: 'refunded_minor',
  refusal: 'refusal',
  attention: 'attention',
  version: 'version',
  epoch: 'epoch',
  leaseUntil: 'lease_until',
  placedAt: 'placed_at',
  decidedAt: 'decided_at',
  updatedAt: 'updated_at',
  erasedAt: 'erased_at',
} satisfies Record<keyof OrderRow, string>;

const written = new Map<string, Sql>();

/** The columns of `orders` under the names of the Prisma row, for an alias of the table. */
export function orderColumns(alias: string): Sql {
  const known = written.get(alias);
  if (known) return known;
  const columns = Object.entries(orderColumnNames);
  const list = raw(columns.map(([field, column]) => `${alias}.${column} AS "${field}"`).join(', '));
  written.set(alias, list);
  return list;
}
