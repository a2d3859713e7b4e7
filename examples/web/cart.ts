import { useSyncExternalStore } from 'react';
import { leftInCart } from './left-in-cart';
import { sentOrderIsDecided } from './sent-order';
import { currency } from './shop';

export interface CartLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
}

/** A cart becomes one order, which has one currency. */
const suffix = currency === 'EUR' ? '' : `.${currency}`;
const key = `shop.cart${suffix}`;
/** The id of the order that was made of the cart and is not decided yet. */
const orderedKey = `shop.ordered${suffix}`;
export const quantityMax = 99;
const listeners = new Set<() => void>();

function stored(): readonly CartLine[] {
  try {
    const lines: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(lines) ? (lines as CartLine[]) : [];
  } catch {
    // Something else is stored under this key, so the cart starts empty.
    return [];
  }
}

let lines = stored();

function write(next: readonly CartLine[]): void {
  lines = next;
  localStorage.setItem(key, JSON.stringify(next));
  for (const listener of listeners) listener();
}

// Another tab has changed it.
addEventListener('storage', (event) => {
  if (event.key !== key) return;
  lines = stored();
  for (const listener of listeners) listener();
});

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useCart = (): readonly CartLine[] => useSyncExternalStore(subscribe, () => lines);

export function addToCart(sku: string, name: string): void {
  const before = lines.find((line) => line.sku === sku)?.quantity ?? 0;
  setQuantity(sku, name, before + 1);
}

/** @param quantity 0 removes the line. */
export function setQuantity(sku: string, name: string, quantity: number): void {
  const bounded = Math.min(Math.max(Math.trunc(quantity) || 0, 0), quantityMax);
  const others = lines.filter((line) => line.sku !== sku);
  const isNew = others.length === lines.length;
  if (bounded === 0) write(others);
  else if (isNew) write([...lines, { sku, name, quantity: bounded }]);
  else write(lines.map((line) => (line.sku === sku ? { ...line, quantity: bounded } : line)));
}

/** The cart is ordered. Its lines stay until the order is decided: the bank may refuse the card. */
export const cartIsOrdered = (orderId: string): void => localStorage.setItem(orderedKey, orderId);

/** The order that may still take the lines of the cart. */
export const orderOfCart = (): string | null => localStorage.getItem(orderedKey);

interface DecidedOrder {
  readonly id: string;
  readonly lines: readonly Omit<CartLine, 'name'>[];
}

/** Takes the lines of an accepted order out of the cart that it was made of; others stay. */
export function orderIsDecided(order: DecidedOrder, isAccepted: boolean): void {
  if (orderOfCart() !== order.id) return;
  localStorage.removeItem(orderedKey);
  sentOrderIsDecided(order.id);
  if (isAccepted) write(leftInCart(lines, order.lines));
}

/** Puts the lines of an order that was not accepted into the cart, unless they are there. */
export function fillCart(ordered: readonly CartLine[]): void {
  const missing = ordered.filter(({ sku }) => !lines.some((line) => line.sku === sku));
  if (missing.length > 0) write([...lines, ...missing]);
}
