import { expect, it } from 'vitest';
import { type OrderStatus, orderStatuses } from './order';
import { reservationFate } from './reservation-fate';

const ended = new Set<OrderStatus>(['REJECTED', 'CANCELLED']);

it.each(orderStatuses)(
  'a reservation of an order that is %s has the same fate at any age',
  (status) => {
    const fates = [false, true].map((isOld) => reservationFate(status, isOld));
    const expected = ended.has(status) ? 'release' : status === 'PENDING' ? 'leave' : 'confirm';
    expect(fates).toEqual([expected, expected]);
  },
);

it('a reservation without an order is released once it is old', () => {
  expect(reservationFate(null, false)).toBe('leave');
  expect(reservationFate(null, true)).toBe('release');
});

it('a reservation of an order whose database cannot be reached is left as it is', () => {
  expect(reservationFate(undefined, false)).toBe('leave');
  expect(reservationFate(undefined, true)).toBe('leave');
});
