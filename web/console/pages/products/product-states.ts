import type { ProductRowFragment } from '../../generated/documents';

/** A row of a list of products; its stock only for those who may see it. */
export type ListedProduct = ProductRowFragment & {
  readonly stock?: readonly object[] | null;
};

/** The states in the order of a list: what can be sold is first. */
const states = ['active', 'soldOut', 'neverStocked', 'inactive'] as const;

export type ProductState = (typeof states)[number];

/** A product that was imported, and that no warehouse has had, is not sold out. */
export function stateOf({ active, available, stock }: ListedProduct): ProductState {
  if (!active) return 'inactive';
  if (available > 0) return 'active';
  return stock?.length === 0 ? 'neverStocked' : 'soldOut';
}

const rankOf = (product: ListedProduct): number => states.indexOf(stateOf(product));

/** The rows of a page by state and then by name. */
export const byState = (products: readonly ListedProduct[]): readonly ListedProduct[] =>
  products.toSorted(
    (one, other) => rankOf(one) - rankOf(other) || one.name.localeCompare(other.name),
  );

export const withoutStock = (products: readonly ListedProduct[]): number =>
  products.filter((product) => stateOf(product) === 'neverStocked').length;
