import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keyFor, sentOrderIs, sentOrderIsDecided, sentOrderIsRefused } from './sent-order';

const order = { lines: [{ sku: 'DEMO-0001', quantity: 1 }], payment: { token: 'tok_ok' } };

beforeEach(() => {
  const values = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

it('an order that is not decided keeps its key, which outlives the page', () => {
  const key = keyFor(order, null);
  expect(keyFor({ ...order }, null)).toBe(key);
  expect(JSON.parse(sessionStorage.getItem('shop.sent') ?? '')).toMatchObject({ key });
});

it('whatever is sent after a lost answer has the key of what may have arrived', () => {
  const key = keyFor(order, null);
  const otherCard = { ...order, payment: { token: 'tok_action' } };
  expect(keyFor(otherCard, null)).toBe(key);
  // An older order of the cart waits for the bank, and is decided while this one has no answer.
  sentOrderIsDecided('1');
  expect(keyFor({ ...otherCard, expectedTotal: '2.00' }, '1')).toBe(key);
});

it('an order that differs from one that has arrived has another key', () => {
  const key = keyFor(order, null);
  sentOrderIs('1');
  const otherCard = { ...order, payment: { token: 'tok_action' } };
  const otherKey = keyFor(otherCard, '1');
  expect(otherKey).not.toBe(key);
  expect(keyFor(order, '1')).toBe(otherKey);
});

it('the same order after a decision is another one', () => {
  const key = keyFor(order, null);
  sentOrderIs('1');
  sentOrderIsDecided('1');
  expect(sessionStorage.getItem('shop.sent')).toBeNull();
  expect(keyFor(order, null)).not.toBe(key);
});

// docs/guides/idempotency.md, "What uses a key up".
it.each([
  ['InsufficientStockError', false],
  ['PaymentDeclinedError', false],
  ['IdempotencyKeyReusedError', false],
  ['OutcomeOfALaterVersion', false],
  ['ValidationError', true],
  ['UnknownProductError', true],
  ['PriceChangedError', true],
])('after %s it is %s that the key is kept', (__typename, isKept) => {
  const key = keyFor(order, null);
  sentOrderIsRefused({ __typename });
  expect(keyFor(order, null) === key).toBe(isKept);
});

it('the same order is another one after another tab has seen the decision', () => {
  const key = keyFor(order, null);
  sentOrderIs('1');
  expect(keyFor(order, '1')).toBe(key);
  expect(keyFor(order, null)).not.toBe(key);
});

it('what something else has stored is replaced', () => {
  sessionStorage.setItem('shop.sent', 'no JSON');
  expect(keyFor(order, null)).toBe(keyFor(order, null));
});
