import { useCallback, useEffect, useRef, useState } from 'react';
import { type Client, type OperationResult, useClient } from 'urql';
import { errorsOf, type Kept, keptOf, type Loaded, usePolling } from '../../api/hooks';
import {
  OrderCurrenciesDocument,
  type OrderCurrenciesQuery,
  OrderStatsDocument,
  type OrderStatsQuery,
} from '../../generated/documents';
import { boundsOf, type Range, ranges, type StatsPoint } from './stats-range';
import { refreshMs } from './use-fresh-data';

interface Points extends Omit<Loaded<readonly StatsPoint[]>, 'reload' | 'isPrevious'> {
  readonly range: Range;
}

/** The points of every currency that has orders in the range. */
export async function readStats(client: Client, range: Range): Promise<Points> {
  const bounds = boundsOf(range, Date.now());
  const ask = <Data>(operation: string, variables: object): Promise<OperationResult<Data>> =>
    client.query<Data>(operation, variables, { requestPolicy: 'network-only' }).toPromise();
  const named = await ask<OrderCurrenciesQuery>(String(OrderCurrenciesDocument), bounds);
  const answers = await Promise.all(
    (named.data?.orderCurrencies ?? []).map((currency) =>
      ask<OrderStatsQuery>(String(OrderStatsDocument), {
        ...bounds,
        bucket: ranges[range].bucket,
        currency,
      }),
    ),
  );
  const isWhole =
    named.data?.orderCurrencies != null && answers.every((answer) => answer.data?.orderStats);
  const data = answers.flatMap((answer) => answer.data?.orderStats ?? []);
  return {
    // A sum without one of its currencies would pass for the whole.
    data: isWhole ? data : undefined,
    range,
    isLoading: false,
    errors: [named, ...answers].flatMap(({ error }) => errorsOf(error)),
  };
}

/** Figures of a range in all currencies, read again while the page is visible. */
export function useStats(range: Range): Loaded<readonly StatsPoint[]> {
  const client = useClient();
  const [loaded, setLoaded] = useState<Points | null>(null);
  const kept = useRef<Kept<readonly StatsPoint[]>>(undefined);
  const [tries, setTries] = useState(0);
  const reload = useCallback(() => setTries((count) => count + 1), []);
  useEffect(() => {
    let isLeft = false;
    void readStats(client, range).then((next) => {
      if (isLeft) return;
      // The figures of the range stay if reading them again fails.
      const operation = { key: range };
      kept.current = keptOf(kept.current, { fetching: false, data: next.data, operation });
      setLoaded({ ...next, data: kept.current?.data });
    });
    return () => {
      isLeft = true;
    };
  }, [client, range, tries]);
  usePolling(true, reload, refreshMs);
  // Hours are never shown under the name of days.
  const isOfRange = loaded?.range === range;
  const shown = isOfRange ? loaded : { data: undefined, isLoading: true, errors: [] };
  return { ...shown, isPrevious: false, reload };
}
