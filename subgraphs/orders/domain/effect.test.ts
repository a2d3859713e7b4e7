import { expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { effectKey, orderOfAuthorization, pauseAfter } from './effect';

it('has a key that names the order, and stays the same from attempt to attempt', () => {
  const id = uuidV7();
  expect(effectKey(id, { kind: 'AUTHORIZE', seq: 1 })).toBe(`order-${id}-authorize`);
  expect(effectKey(id, { kind: 'CAPTURE', seq: 2 })).toBe(`order-${id}-capture-2`);
});

it('finds the order of an authorization, and none in a foreign key', () => {
  const id = uuidV7();
  expect(orderOfAuthorization(`order-${id}-authorize`)).toBe(id);
  for (const key of [`order-${id}-capture-1`, `x-order-${id}-authorize`, 'order--authorize', '']) {
    expect(orderOfAuthorization(key)).toBeNull();
  }
});

it('pauses longer each time, up to ten minutes', () => {
  expect([1, 2, 3, 4].map(pauseAfter)).toEqual([500, 1_000, 2_000, 4_000]);
  expect(pauseAfter(1_000)).toBe(600_000);
});
