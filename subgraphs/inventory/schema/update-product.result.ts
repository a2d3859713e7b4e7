import { ConflictError, NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { Product } from './product';

export const UpdateProductResult = outcomeUnion(
  'UpdateProductResult',
  'The product as it is now, or why it was not changed.',
  Product,
  [ConflictError, NotFoundError, ValidationError],
);
