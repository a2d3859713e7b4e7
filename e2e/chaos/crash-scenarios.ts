import type { Role } from '../../access/roles';
import type { Viewer } from '../../platform/requests/viewer';
import { uuidV7 } from '../../platform/values/uuid';
import { buyerAddress } from '../../testing/buyer-address';
import type { Answer } from './crash-family';
import type { Step } from './crash-messages';

/** The requests during which a process crashes, and their expected outcome. */

export const sku = 'CRASH-1';

export interface Requested {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly viewer: Viewer;
}

/** A shop with one product: variables of `fill`. */
export const goods = {
  warehouses: [{ code: 'BER', name: 'Berlin', country: 'DE' }],
  products: [{ sku, name: 'Mug', priceMinor: '1000', currency: 'EUR' }],
  lines: [{ sku, warehouse: 'BER', quantity: 1_000 }],
};

export const fill = `mutation ($warehouses: [NewWarehouseInput!]!, $products: [NewProductInput!]!,
  $lines: [ReceivedStockInput!]!) {
  createWarehouses(warehouses: $warehouses) createProducts(products: $products)
  receiveStock(lines: $lines, reference: "crash-points") }`;

const staff = (...roles: Role[]): Viewer => {
  return { kind: 'user', userId: uuidV7(), roles, generation: 0, address: '192.0.2.1' };
};
const [support, warehouse] = [staff('SUPPORT'), staff('WAREHOUSE')];

const place = `mutation ($input: PlaceOrderInput!) { result: placeOrder(input: $input) {
  ... on Order { id status } ... on PaymentDeclinedError { order { id status } } } }`;
const cancel = `mutation ($id: ID!) { result: cancelOrder(id: $id, reason: "no longer wanted") {
  ... on Order { id status } } }`;
const ship = `mutation ($input: ShipOrderInput!) { result: shipOrder(input: $input) {
  ... on Order { id status } } }`;
const refund = `mutation ($input: RefundOrderInput!) { result: refundOrder(input: $input) {
  ... on Order { id status } } }`;

export const placing = (token: string): Requested => ({
  query: place,
  viewer: staff('CUSTOMER'),
  variables: {
    input: {
      idempotencyKey: uuidV7(),
      currency: 'EUR',
      lines: [{ sku, quantity: 2 }],
      shippingAddress: buyerAddress,
      payment: { token },
    },
  },
});

export const shipping = (orderId: string): Requested => ({
  query: ship,
  viewer: warehouse,
  variables: {
    input: { orderId, carrier: 'DHL', trackingCode: 'T-1', idempotencyKey: uuidV7() },
  },
});

export const refunding = (orderId: string): Requested => ({
  query: refund,
  viewer: support,
  variables: {
    input: {
      orderId,
      amount: '1.00',
      reason: 'broken',
      idempotencyKey: uuidV7(),
      lines: [{ sku, quantity: 1, restock: true }],
    },
  },
});

export const cancelling = (id: string): Requested => ({
  query: cancel,
  viewer: support,
  variables: { id },
});

interface Named {
  readonly id?: string;
  readonly order?: { readonly id: string };
}

/** @throws Error if there was no response. */
function resultOf(answer: Answer | null): Named {
  const named = (answer?.data as { result: Named } | null)?.result;
  if (named) return named;
  throw new Error(`There is no answer: ${JSON.stringify(answer)}`);
}

/** @throws Error if the response has no order. */
export const orderIdOf = (answer: Answer | null): string => {
  const { id, order } = resultOf(answer);
  return id ?? order?.id ?? '';
};

/** The final state of an order after a crash, which is the same as without it. */
export const endings: Record<Step, readonly [status: string, ledger: string, events: string]> = {
  RESERVE: ['CONFIRMED', 'authorization', 'placed confirmed'],
  AUTHORIZE: ['CONFIRMED', 'authorization', 'placed confirmed'],
  CONFIRM: ['CONFIRMED', 'authorization', 'placed confirmed'],
  RELEASE: ['REJECTED', '', 'placed rejected'],
  VOID: ['CANCELLED', 'authorization void', 'placed confirmed cancelled'],
  SHIP: ['SHIPPED', 'authorization capture', 'placed confirmed shipped'],
  CAPTURE: ['SHIPPED', 'authorization capture', 'placed confirmed shipped'],
  REFUND: [
    'SHIPPED',
    'authorization capture refund',
    'placed confirmed shipped refund_requested refunded',
  ],
  RESTOCK: [
    'SHIPPED',
    'authorization capture refund',
    'placed confirmed shipped refund_requested refunded',
  ],
};
