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
 * after the page was loaded again or on the way back from the bank, it is the same order.
 * @param undecidedId the order of the cart; another tab may have seen that the sent one is decided.
 */
export function keyFor(order: object, undecidedId: string | null): string {
  const input = JSON.stringify(order);
  const sent = stored();
  const isOpen = sent?.orderId === undefined || sent.orderId === undecidedId;
  if (sent?.input === input && isOpen) return sent.key;
  const key = newIdempotencyKey();
  sessionStorage.setItem(storageKey, JSON.stringify({ input, key } satisfies SentOrder));
  return key;
}

export function sentOrderIs(orderId: string): void {
  const sent = stored();
  if (sent) sessionStorage.setItem(storageKey, JSON.stringify({ ...sent, orderId }));
}

/** The order was refused or is decided: what is sent next is another one, even if it is the same. */
export const forgetSentOrder = (): void => sessionStorage.removeItem(storageKey);
