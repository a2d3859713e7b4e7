import { expect, it } from 'vitest';
import type { OrderDetailFragment } from '../../generated/documents';
import { en } from '../../texts/en';
import { formatsOf } from '../../texts/formats';
import { differencesOf, reasonName } from './differences';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const line = { shippedQuantity: 0, cancelledQuantity: 0, returnedQuantity: 0 };
const address = { recipient: 'Ada', line1: 'Main 1', postalCode: '10115', city: 'Berlin' };

/** The fields of an order that are compared. */
const before = {
  status: 'CONFIRMED',
  payment: { status: 'AUTHORIZED', captured: euros('0.00'), refunded: euros('0.00') },
  lines: [line, line],
  shippingAddress: address,
  attention: null,
  timeline: [{ type: 'order.shipped' }],
  version: 1,
} as unknown as OrderDetailFragment;

const differences = (change: object) =>
  differencesOf(before, { ...before, ...change }, en, formatsOf('en-GB'));

it('an order that did not change has none', () => {
  expect(differences({ updatedAt: '2026-11-26T12:00:00Z' })).toEqual([]);
});

it('a change that no fact shows is named by its step, so that it can be accepted', () => {
  const timeline = [...before.timeline, { type: 'order.shipment_delivered' }];
  expect(differences({ version: 2, timeline })).toEqual([
    {
      name: en.order.timeline,
      before: en.events['order.shipped'],
      after: en.events['order.shipment_delivered'],
    },
  ]);
});

it('quantities are those of all lines, and money has its currency', () => {
  const shipped = {
    status: 'SHIPPED',
    lines: [
      { ...line, shippedQuantity: 2 },
      { ...line, shippedQuantity: 1 },
    ],
    payment: { ...before.payment, status: 'CAPTURED', captured: euros('12.50') },
  };
  expect(differences(shipped)).toEqual([
    { name: en.orders.status, before: en.orderStatus.CONFIRMED, after: en.orderStatus.SHIPPED },
    {
      name: en.orders.payment,
      before: en.paymentStatus.AUTHORIZED,
      after: en.paymentStatus.CAPTURED,
    },
    { name: en.order.captured, before: '€0.00', after: '€12.50' },
    { name: en.order.shipped, before: '0', after: '3' },
  ]);
});

it('a new address and what the order waits for are named', () => {
  const changed = {
    shippingAddress: { ...address, line1: 'Main 2' },
    attention: { step: 'CAPTURE', reason: 'declined', since: '2026-11-26T12:00:00Z' },
  };
  expect(differences(changed)).toEqual([
    {
      name: en.order.delivery,
      before: 'Ada, Main 1, 10115 Berlin',
      after: 'Ada, Main 2, 10115 Berlin',
    },
    { name: en.order.waitsFor, before: '–', after: en.order.callKinds.CAPTURE },
  ]);
});

it('the reason of a status is in the words of the page, and keeps its details', () => {
  expect(reasonName('out_of_stock', en)).toBe('out of stock');
  expect(reasonName('payment_declined: too many orders', en)).toBe(
    'payment declined: too many orders',
  );
});
