import { useRouter } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useClient } from 'urql';
import {
  OrderByNumberDocument,
  type OrderByNumberQuery,
  RecentNumbersDocument,
  type RecentNumbersQuery,
} from '../generated/documents';
import { useTexts } from '../texts/texts';
import type { Command } from './page-commands';

type NumberedOrder = NonNullable<OrderByNumberQuery['orderByNumber']>;

/** Letters and digits with at least one digit, as order numbers are; dashes do not matter. */
const looksLikeNumber = /^(?=.*\d)[A-Za-z0-9-]{3,20}$/;
const lettersOfNumber = 11;
const shownMax = 5;
const noOrders: readonly NumberedOrder[] = [];

const lettersOf = (number: string): string => number.replaceAll('-', '').toUpperCase();

/** The API finds orders by whole numbers; beginnings are compared with the newest orders. */
function useFoundOrders(text: string): readonly NumberedOrder[] {
  const client = useClient();
  const [recent, setRecent] = useState(noOrders);
  const [exact, setExact] = useState(noOrders);
  const isNumber = looksLikeNumber.test(text);
  useEffect(() => {
    if (!isNumber) return;
    const read = async () => {
      const query = client.query<RecentNumbersQuery>(String(RecentNumbersDocument), {});
      const { data } = await query.toPromise();
      setRecent(data?.orders?.nodes ?? noOrders);
    };
    // Errors are part of the result.
    read().catch(() => undefined);
  }, [client, isNumber]);
  useEffect(() => {
    setExact(noOrders);
    if (!isNumber || lettersOf(text).length < lettersOfNumber) return;
    let isWanted = true;
    const find = async () => {
      const query = client.query<OrderByNumberQuery>(String(OrderByNumberDocument), {
        number: text,
      });
      const { data } = await query.toPromise();
      if (isWanted && data?.orderByNumber) setExact([data.orderByNumber]);
    };
    // Errors are part of the result.
    find().catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [client, text, isNumber]);
  if (exact.length > 0 || !isNumber) return exact;
  return recent
    .filter(({ number }) => lettersOf(number).startsWith(lettersOf(text)))
    .slice(0, shownMax);
}

/** Leads to the orders whose numbers begin with the text. */
export function useOrderCommands(text: string): readonly Command[] {
  const t = useTexts();
  const router = useRouter();
  const orders = useFoundOrders(text);
  return useMemo(
    () =>
      orders.map(({ id, number }) => ({
        id: `order-${id}`,
        title: t.orders.titleOf(number),
        run: () => router.navigate({ to: '/orders/$id', params: { id } }),
      })),
    [orders, router, t],
  );
}
