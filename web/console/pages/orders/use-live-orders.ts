import { useEffect, useRef, useState } from 'react';
import { useLive, useLiveGaps } from '../../api/hooks';
import {
  type OrderFilter,
  type OrderRowFragment,
  OrdersChangedDocument,
} from '../../generated/documents';

export interface LiveOrders {
  /** Rows of the list that changed since it was read; they keep their place. */
  readonly changed: ReadonlySet<string>;
  /** Orders that match the filter and are not on this page. */
  readonly others: number;
  readonly isPaused: boolean;
  readonly setIsPaused: (isPaused: boolean) => void;
  readonly forget: () => void;
}

const nothing: ReadonlySet<string> = new Set();

/**
 * Follows the orders of a list: the cache updates the rows, and this remembers which ones. The list
 * is read again where changes may have been missed.
 */
export function useLiveOrders(
  rows: readonly OrderRowFragment[],
  filter: OrderFilter,
  isOff: boolean,
  reload: () => void,
): LiveOrders {
  const [changed, setChanged] = useState(nothing);
  const [others, setOthers] = useState(nothing);
  const [isPaused, setIsPaused] = useState(false);
  // Some changes, as of a payment, have no version of their own, only a later time.
  const times = useRef<ReadonlyMap<string, string>>(new Map());
  const forget = () => {
    setChanged(nothing);
    setOthers(nothing);
  };
  const shownIds = rows.map(({ id }) => id).join();
  const filterText = JSON.stringify(filter);
  useEffect(() => {
    times.current = new Map(rows.map(({ id, updatedAt }) => [id, updatedAt]));
    setChanged(nothing);
    setOthers(nothing);
  }, [shownIds, filterText]);
  useLiveGaps(reload);
  const pause = (wanted: boolean) => {
    setIsPaused(wanted);
    if (!wanted) reload();
  };
  useLive(OrdersChangedDocument, { filter }, isOff || isPaused, ({ ordersChanged }) => {
    const news = ordersChanged ?? [];
    const isNewer = ({ id, updatedAt }: OrderRowFragment) => {
      const shownAt = times.current.get(id);
      return shownAt !== undefined && updatedAt > shownAt;
    };
    const onPage = news.filter(isNewer).map(({ id }) => id);
    const elsewhere = news.filter(({ id }) => !times.current.has(id)).map(({ id }) => id);
    if (onPage.length > 0) setChanged((before) => new Set([...before, ...onPage]));
    if (elsewhere.length > 0) setOthers((before) => new Set([...before, ...elsewhere]));
  });
  return { changed, others: others.size, isPaused, setIsPaused: pause, forget };
}
