import { uuidV7 } from '../../../platform/values/uuid';
import type { NewOrder } from '../store/placing';

/** An order to store, without the operation that prices it. */
export function newOrder(given: Partial<NewOrder> = {}): NewOrder {
  return {
    id: uuidV7(),
    customerId: uuidV7(),
    currency: 'EUR',
    subtotalMinor: 1_000n,
    shippingMinor: 490n,
    taxMinor: 283n,
    totalMinor: 1_773n,
    lines: [{ sku: 'A-1', name: 'Thing', quantity: 1, unitPriceMinor: 1_000n }],
    shippingAddress: {
      recipient: 'Ada',
      line1: 'Street 1',
      city: 'Bonn',
      postalCode: '53111',
      country: 'DE',
    },
    note: null,
    paymentToken: 'tok_ok',
    idempotencyKey: 'key-12345678',
    inputHash: 'hash',
    actor: 'system',
    leaseSeconds: 30,
    recentOrdersMax: 0,
    links: null,
    ...given,
  };
}
