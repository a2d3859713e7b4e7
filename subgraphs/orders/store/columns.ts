import { raw, type Sql } from 'sql-template-tag';
import type { Order } from '../../../prisma/orders/generated/client';
import type { StoredRisk } from '../domain/fraud';
import type { Attention } from '../domain/order';
import type { Refusal } from '../domain/refusal';
import type { StoredAddress } from './addresses';

/** The JSON columns of an order. */
interface OrderJson {
  /** `store.addresses` decrypts it. */
  readonly shippingAddress: StoredAddress;
  /** What the buyer has to do; `expiresAt` is in RFC 3339. */
  readonly paymentAction: {
    readonly redirectUrl: string | null;
    readonly clientSecret: string | null;
    readonly expiresAt: string;
  } | null;
  readonly refusal: Refusal | null;
  readonly attention: Attention | null;
  readonly risk: StoredRisk | null;
}

export type OrderRow = Omit<Order, keyof OrderJson> & OrderJson;

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
  paymentReturnUrl: 'payment_return_url',
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
  awaitedAt: 'awaited_at',
  answeredAt: 'answered_at',
  risk: 'risk',
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
