import { parseSearch, type SearchOf, searchOf, stringifySearch } from '../../app/search';
import type { OrderFilter, OrderStatus } from '../../generated/documents';
import { orderStatuses } from './status';

export type OrderSearch = SearchOf<
  'q' | 'status' | 'from' | 'to' | 'attention' | 'customer' | 'sort' | 'hide' | 'after' | 'page'
>;

/** A view is a filter with its columns; the page of the list is not part of it. */
export const viewSearch = searchOf(
  'q',
  'status',
  'from',
  'to',
  'attention',
  'customer',
  'sort',
  'hide',
);

/** The query of a view. Two that open the same list are equal, however they were written. */
export const viewQueryOf = (search: OrderSearch): string =>
  stringifySearch(viewSearch({ ...search })).slice(1);

/** The view that is shown, which the API may have stored with its parameters in another order. */
export function shownView<View extends { readonly query: string }>(
  views: readonly View[],
  search: OrderSearch,
): View | undefined {
  const shown = viewQueryOf(search);
  return views.find(({ query }) => viewQueryOf(parseSearch(query)) === shown);
}

const dayMs = 86_400_000;

/** A day of the calendar as its first instant for the viewer; null for anything else. */
function startOf(day: string | undefined, addDays = 0): string | null {
  if (!day || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const start = new Date(`${day}T00:00:00`);
  if (Number.isNaN(start.getTime())) return null;
  // Noon of the day after and back to its midnight is right on days of 23 and 25 hours, too.
  const noon = new Date(start.getTime() + addDays * dayMs + dayMs / 2);
  noon.setHours(0, 0, 0, 0);
  const text = noon.toISOString();
  // The API takes years of four digits: an end behind the last day of 9999 leaves nothing out.
  return /^\d{4}-/.test(text) ? text : null;
}

/** Browsers report each digit of a year that is typed: 0002, 0020 and 0202 before 2026. */
export const isWholeDay = (day: string): boolean => !day.startsWith('0');

const isStatus = (text: string): text is OrderStatus =>
  (orderStatuses as readonly string[]).includes(text);

export const statusesIn = ({ status }: OrderSearch): readonly OrderStatus[] =>
  (status ?? '').split(',').filter(isStatus);

/** What the API filters by. Who is not staff searches by the whole number. */
export function filterOf(search: OrderSearch, isStaff: boolean): OrderFilter {
  const status = statusesIn(search);
  const placedFrom = startOf(search.from);
  const placedTo = startOf(search.to, 1);
  return {
    ...(status.length > 0 ? { status } : {}),
    ...(placedFrom ? { placedFrom } : {}),
    ...(placedTo ? { placedTo } : {}),
    ...(search.customer ? { customerId: search.customer } : {}),
    ...(search.attention === 'yes' ? { needsAttention: true } : {}),
    ...(search.q ? (isStaff ? { search: search.q } : { number: search.q }) : {}),
  };
}

export const isFiltered = (search: OrderSearch, isStaff: boolean): boolean =>
  Object.keys(filterOf(search, isStaff)).length > 0;

interface Assessed {
  readonly risk?: { readonly score: number } | null;
}

/** The rows of the page, the most suspicious first if the address asks for it. */
export function sortedRows<Row extends Assessed>(
  rows: readonly Row[],
  { sort }: OrderSearch,
): readonly Row[] {
  if (sort !== 'risk') return rows;
  const scoreOf = ({ risk }: Assessed): number => risk?.score ?? -1;
  return rows.toSorted((one, other) => scoreOf(other) - scoreOf(one));
}
