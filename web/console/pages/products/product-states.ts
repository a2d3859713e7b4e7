import type { ProductRowFragment } from '../../generated/documents';

/** A row of a list of products; its stock only for those who may see it. */
export type ListedProduct = ProductRowFragment & {
  readonly stock?: readonly object[] | null;
};

export type ProductState = 'active' | 'soldOut' | 'neverStocked' | 'inactive';

/** A product that was imported, and that no warehouse has had, is not sold out. */
export function stateOf({ active, available, stock }: ListedProduct): ProductState {
  if (!active) return 'inactive';
  if (available > 0) return 'active';
  return stock?.length === 0 ? 'neverStocked' : 'soldOut';
}

export const withoutStock = (products: readonly ListedProduct[]): number =>
  products.filter((product) => stateOf(product) === 'neverStocked').length;
