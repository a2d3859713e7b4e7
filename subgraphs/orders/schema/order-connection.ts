import { Field, Int, ObjectType } from 'type-graphql';
import type { RowCount } from '../../../platform/database/row-count';
import {
  type ListTotals,
  type Page,
  PageInfo,
  type PageRequest,
  pageOf,
  pageRequest,
  pageSizeDefault,
  totalsOf,
} from '../../../platform/graphql/connection';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { OrderRow } from '../store/order-reads';
import { Order } from './order';

@ObjectType({ simpleResolvers: true })
export class OrderEdge {
  @Field(() => String)
  cursor: string;

  @Field(() => Order)
  node: Order;
}

/** The totals are thunks: they are counted only when a client asks for them. */
@ObjectType({ simpleResolvers: true })
export class OrderConnection {
  @Field(() => [OrderEdge])
  edges: OrderEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => Int, { description: 'Of all pages; an estimate where totalCountExact is false.' })
  totalCount: () => Promise<number>;

  @Field(() => Boolean)
  totalCountExact: () => Promise<boolean>;
}

const newestFirst = 'placed';
const newestFirstKeys = 2;

export const firstArgument = { nullable: true, defaultValue: pageSizeDefault } as const;

export type ListedOrders = Page<OrderRow> & ListTotals;

/**
 * @throws BAD_USER_INPUT outside 1 to 100, or on a cursor that this list never gave out: behind a
 * forged one there would be an error of the database.
 */
export function orderPageRequest(first: number | null, after: string | null): PageRequest {
  const page = pageRequest(first, after, newestFirst, newestFirstKeys);
  if (page.after === null) return page;
  const [placedAt = '', id = ''] = page.after;
  const instant = new Date(placedAt);
  const isInstant = !Number.isNaN(instant.getTime()) && instant.toISOString() === placedAt;
  if (!isInstant || !isUuid(id)) throw badUserInput('`after` is not a cursor of this list.');
  return page;
}

/** @param count is called once, and only when a client asks for a total. */
export function listedOrders(
  rows: readonly OrderRow[],
  page: PageRequest,
  count: () => Promise<RowCount>,
): ListedOrders {
  return {
    ...pageOf(rows, page, newestFirst, (row) => [row.placedAt.toISOString(), row.id]),
    ...totalsOf(count),
  };
}
