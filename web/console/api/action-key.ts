import { newIdempotencyKey } from '@orderprocessing/client';
import { useCallback, useState } from 'react';
import type { Refusal } from './outcome';

export interface ActionKey {
  readonly idempotencyKey: string;
  /** Call when the action is done: the next one is another one. */
  readonly renew: () => void;
  readonly onRefused: (refusal: Refusal) => void;
}

/**
 * The idempotency key of a dialog, to be kept by what opens the dialog. An answer that was lost
 * leaves open whether the action was done: entered again, it is done once.
 */
export function useActionKey(): ActionKey {
  const [idempotencyKey, setKey] = useState(newIdempotencyKey);
  const renew = useCallback(() => setKey(newIdempotencyKey()), []);
  const onRefused = useCallback(
    // The viewer has learned that the earlier input arrived, and may send this one as another.
    ({ code }: Refusal) => (code === 'IDEMPOTENCY_KEY_REUSED' ? renew() : undefined),
    [renew],
  );
  return { idempotencyKey, renew, onRefused };
}
