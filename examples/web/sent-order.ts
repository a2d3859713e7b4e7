import { newIdempotencyKey } from '@orderprocessing/client';

interface SentOrder {
  readonly input: string;
  readonly key: string;
  /** What was made of it; absent until the answer came. */
  readonly orderId?: string;
}

const storageKey = 'shop.sent';

function stored(): SentOrder | null {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') as SentOrder | null;
  } catch {
    // Something else is stored under this key.
    return null;
  }
}

/**
 * The idempotency key of an order that is being sent. It is stored before that: sent again, also
 * after the page was loaded again or on the way back from the bank, it is the same order. An order
 * without an answer may have arrived, so whatever is sent next has its key.
 * @param undecidedId the order of the cart; another tab may have seen that the sent one is decided.
 */
export function keyFor(order: object, undecidedId: string | null): string {
  const input = JSON.stringify(order);
  const sent = stored();
  if (sent?.input === input && sent.orderId === undecidedId) return sent.key;
  const unanswered = sent?.orderId === undefined ? sent?.key : undefined;
  const key = unanswered ?? newIdempotencyKey();
  sessionStorage.setItem(storageKey, JSON.stringify({ input, key } satisfies SentOrder));
  return key;
}

export function sentOrderIs(orderId: string): void {
  const sent = stored();
  if (sent) sessionStorage.setItem(storageKey, JSON.stringify({ ...sent, orderId }));
}

/** Refusals that do not use the key up: an earlier request with it may still arrive. */
const keysLeft = ['ValidationError', 'UnknownProductError', 'PriceChangedError'];

/** @param outcome what `placeOrder` answered instead of an order. */
export function sentOrderIsRefused(outcome: { readonly __typename: string }): void {
  if (!keysLeft.includes(outcome.__typename)) sessionStorage.removeItem(storageKey);
}

/** What is sent next is another order, even if it is the same. One without an answer stays. */
export function sentOrderIsDecided(orderId: string): void {
  if (stored()?.orderId === orderId) sessionStorage.removeItem(storageKey);
}
