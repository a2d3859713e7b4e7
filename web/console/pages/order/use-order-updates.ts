import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { subscribe } from '../../api/api';
import type { Loaded } from '../../api/hooks';
import { liveConnection } from '../../api/live-connection';
import { OrderUpdatedDocument, type OrderUpdatedSubscription } from '../../generated/documents';
import { isBehind, type OrderState } from './order-state';

/**
 * Reads the order again when a live update is newer than what is shown. The cache does not store
 * the update: a new status beside the old actions and shipments would be no state of the order.
 */
export function useOrderUpdates(
  id: string,
  shown: OrderState | null,
  { isLoading, reload }: Pick<Loaded<unknown>, 'isLoading' | 'reload'>,
): void {
  const client = useClient();
  const [newest, setNewest] = useState<OrderState | null>(null);
  const requested = useRef<OrderState | null>(null);
  useEffect(
    () =>
      subscribe(
        String(OrderUpdatedDocument),
        { id },
        {
          next: ({ data }) => {
            const update = (data as OrderUpdatedSubscription | null | undefined)?.orderUpdated;
            if (update) setNewest(update);
          },
          connected: liveConnection.report,
          // What could not be read when the connection was lost is read now.
          missed: () => setNewest((known) => known && { ...known }),
        },
      ),
    // Another client means another session.
    [client, id],
  );
  useEffect(() => {
    // Each update is a reason to read once, so that an answer that is older leads to no loop.
    if (isLoading || requested.current === newest || !isBehind(shown, newest)) return;
    requested.current = newest;
    reload();
  }, [shown, newest, isLoading, reload]);
}
