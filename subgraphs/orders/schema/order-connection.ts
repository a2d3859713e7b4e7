import { Field } from 'type-graphql';
import type { RowCount } from '../../../platform/database/row-count';
import {
  cursorKey,
  type ListTotals,
  type Page,
  type PageRequest,
  pageOf,
  pageRequest,
  totalsOf,
} from '../../../platform/graphql/connection';
import { countedConnectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import { PlainType } from '../../../platform/graphql/plain-type';
import type { OrderPage } from '../store/order-lists';
import type { OrderRow } from '../store/order-reads';
import { Order } from './order';

@PlainType('An order and its position in the list.')
export class OrderEdge extends edgeOf(() => Order) {}

@PlainType('One page of a list of orders.')
export class OrderConnection extends countedConnectionOf(OrderEdge) {
  @Field(() => Boolean, {
    description:
      'Whether every database with orders was reached. If false, orders are missing and `totalCount` leaves them out.',
  })
  complete: boolean;
}

const newestFirst = 'placed';
const newestFirstKeys = [cursorKey.instant, cursorKey.uuid];

export type ListedOrders = Page<OrderRow> & ListTotals & { readonly complete: boolean };

/** @throws BAD_USER_INPUT outside 1 to 100, or on a cursor that this list never gave out. */
export function orderPageRequest(first: number | null, after: string | null): PageRequest {
  return pageRequest(first, after, newestFirst, newestFirstKeys);
}

/** @param count called once, and only if a client selects a total. */
export function listedOrders(
  { rows, complete }: OrderPage,
  page: PageRequest,
  count: () => Promise<RowCount>,
): ListedOrders {
  return {
    ...pageOf(rows, page, newestFirst, (row) => [row.placedAt.toISOString(), row.id]),
    ...totalsOf(count),
    complete,
  };
}
