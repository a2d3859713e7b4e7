import { invalid } from './stripe-problem';

/** A request in Stripe's format, flat: `metadata[name]`. */
export type Form = Readonly<Record<string, string>>;

export interface StripeList {
  readonly object: 'list';
  readonly data: readonly object[];
  readonly has_more: boolean;
}

export const listOf = (data: readonly object[], has_more: boolean): StripeList => ({
  object: 'list',
  data,
  has_more,
});

export const isExpanded = (form: Form, field: string): boolean =>
  Object.entries(form).some(([name, value]) => name.startsWith('expand[') && value === field);

const pageDefault = 10;
const pageMax = 100;

/** A page as https://docs.stripe.com/api/pagination describes it, of objects in order of creation. */
export function pageOf<Item extends { readonly id: string; readonly created: number }>(
  all: readonly Item[],
  { limit, starting_after: after, 'created[gte]': since = '0' }: Form,
): { data: Item[]; has_more: boolean } {
  const count = limit === undefined ? pageDefault : Number(limit);
  if (!(count >= 1 && count <= pageMax)) throw invalid('parameter_invalid_integer', 'limit');
  const newestFirst = all.filter(({ created }) => created >= Number(since)).reverse();
  const at = newestFirst.findIndex(({ id }) => id === after);
  if (after !== undefined && at < 0) throw invalid('resource_missing', `No such: ${after}`);
  const rest = newestFirst.slice(at + 1);
  return { data: rest.slice(0, count), has_more: rest.length > count };
}
