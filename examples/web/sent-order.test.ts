import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forgetSentOrder, keyFor, sentOrderIs } from './sent-order';

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

it('another order has another key', () => {
  const key = keyFor(order, null);
  expect(keyFor({ ...order, payment: { token: 'tok_action' } }, null)).not.toBe(key);
});

it('the same order after a decision is another one', () => {
  const key = keyFor(order, null);
  forgetSentOrder();
  expect(keyFor(order, null)).not.toBe(key);
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
