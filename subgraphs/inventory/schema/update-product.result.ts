import { ConflictError, NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { ProductRow } from '../store/products';
import { Product } from './product';

export const UpdateProductResult = outcomeUnion(
  'UpdateProductResult',
  'The product as it is now, or why it was not changed.',
  Product,
  [ConflictError, NotFoundError, ValidationError],
);
export type UpdateProductResult = OutcomeOf<typeof UpdateProductResult, ProductRow>;
