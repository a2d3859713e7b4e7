import { expect, test } from 'vitest';
import { type ExportedOrder, ordersAsCsv } from './order-export';

const order: ExportedOrder = {
  id: 'o1',
  number: 'N-1',
  placedAt: new Date('2026-11-29T13:00:00.000Z'),
  status: 'CONFIRMED',
  statusReason: null,
  customerId: 'c1',
  currency: 'EUR',
  subtotalMinor: 100n,
  shippingMinor: 200n,
  taxMinor: 57n,
  totalMinor: 357n,
  paymentStatus: 'AUTHORIZED',
  capturedMinor: 4n,
  refundedMinor: 5n,
  shippingAddress: {
    recipient: 'Ada',
    line1: 'Street 1',
    line2: null,
    city: 'Berlin',
    region: null,
    postalCode: '10115',
    country: 'DE',
    phone: null,
  },
};
/** Cells of text have quotes; what is unknown is empty. */
const quoted = (line: string) =>
  line
    .split(',')
    .map((cell) => (cell === '' ? '' : `"${cell}"`))
    .join(',');
const heading =
  'number,id,placedAt,status,statusReason,currency,subtotal,shipping,tax,total,paymentStatus,' +
  'captured,refunded,recipient,city,postalCode,country';
const row =
  'N-1,o1,2026-11-29T13:00:00.000Z,CONFIRMED,,EUR,1.00,2.00,0.57,3.57,AUTHORIZED,' +
  '0.04,0.05,Ada,Berlin,10115,DE';

test.each([
  [false, false, [row, row]],
  [false, true, [heading, row, row]],
  [true, false, [`${row},c1`, `${row},c1`]],
  [true, true, [`${heading},customerId`, `${row},c1`, `${row},c1`]],
])('an export, with its customers: %s, with a heading: %s', (hasCustomer, hasHeading, lines) => {
  const text = ordersAsCsv([order, order], { hasCustomer, hasHeading });
  expect(text.split('\r\n')).toEqual([...lines.map(quoted), '']);
});

test('an export without an order is its heading, or nothing', () => {
  expect(ordersAsCsv([], { hasCustomer: false, hasHeading: true }).trimEnd()).toBe(quoted(heading));
  expect(ordersAsCsv([], { hasCustomer: true, hasHeading: false })).toBe('');
});
