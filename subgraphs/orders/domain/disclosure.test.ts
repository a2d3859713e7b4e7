import { expect, test } from 'vitest';
import { publicActor, publicReason } from './disclosure';
import { statusReasonOf } from './refusal';

test.each([
  ['out_of_stock', 'out_of_stock'],
  ['payment_declined: the bank said no', 'payment_declined'],
  ['review: a suspicion', 'review'],
  ['timed_out', 'timed_out'],
  ['cancelled_by_customer', 'cancelled_by_customer'],
  ['cancelled_by_staff: he asked: twice', 'cancelled_by_staff'],
  ['fraud: what staff thinks', null],
  ['', null],
  [null, null],
])('of the reason "%s" everybody sees %s', (reason, seen) => {
  expect(publicReason(reason)).toBe(seen);
});

test.each([
  ['system', 'system'],
  ['User:c1', 'customer'],
  ['ApiKey:k1', 'customer'],
  ['User:c2', 'staff'],
  ['User:ApiKey:', 'staff'],
])('who acted as %s is seen as %s', (actor, seen) => {
  expect(publicActor(actor, 'c1')).toBe(seen);
});

test('a refusal has the word of the API, and details for staff behind it', () => {
  const waiting = { reason: 'too_many_awaiting', retryAt: '2026-11-29T00:00:00Z' } as const;
  const units = { sku: 'A', unitsMax: 3, unpaidUnits: 2 };
  expect(statusReasonOf({ reason: 'timed_out' })).toBe('timed_out');
  expect(statusReasonOf({ reason: 'out_of_stock', shortages: [] })).toBe('out_of_stock');
  expect(statusReasonOf(waiting)).toBe(
    'payment_declined: too many orders of the account wait for their buyer',
  );
  expect(statusReasonOf({ ...waiting, units: { ...units, holder: 'network' } })).toBe(
    'payment_declined: too many units of A in unpaid orders of the network',
  );
  expect(statusReasonOf({ ...waiting, units: { ...units, holder: 'verified' } })).toBe(
    'payment_declined: too many units of A in unpaid orders of the account',
  );
});
