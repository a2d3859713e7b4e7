import { newIdempotencyKey } from '@orderprocessing/client';
import { useCallback, useState } from 'react';

export interface ActionKey {
  readonly idempotencyKey: string;
  /** Makes the next action another one. */
  readonly renew: () => void;
}

/**
 * The idempotency key of a dialog, to be kept by what opens the dialog. An answer that was lost
 * leaves open whether the action was done: entered again, it is done once.
 */
export function useActionKey(): ActionKey {
  const [idempotencyKey, setKey] = useState(newIdempotencyKey);
  const renew = useCallback(() => setKey(newIdempotencyKey()), []);
  return { idempotencyKey, renew };
}
