import { expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { effectKey, pauseAfter, subjectOfCallback } from './effect';

it('has a key that names the order, and stays the same from attempt to attempt', () => {
  const id = uuidV7();
  expect(effectKey(id, { kind: 'AUTHORIZE', seq: 1 })).toBe(`order-${id}-authorize`);
  expect(effectKey(id, { kind: 'CAPTURE', seq: 2 })).toBe(`order-${id}-capture-2`);
});

it('finds the order of an authorization or a refund, and none in a foreign key', () => {
  const id = uuidV7();
  expect(subjectOfCallback(`order-${id}-authorize`)).toEqual({ orderId: id, refund: null });
  expect(subjectOfCallback(`order-${id}-refund-12`)).toEqual({ orderId: id, refund: 12 });
  for (const key of [`order-${id}-capture-1`, `x-order-${id}-authorize`, 'order--authorize', '']) {
    expect(subjectOfCallback(key)).toBeNull();
  }
});

it('pauses longer each time, up to ten minutes', () => {
  expect([1, 2, 3, 4].map(pauseAfter)).toEqual([500, 1_000, 2_000, 4_000]);
  expect(pauseAfter(1_000)).toBe(600_000);
});
