import { ValidationError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { Quote } from './quote';
import { UnknownProductError } from './unknown-product-error';

export const QuoteResult = outcomeUnion('QuoteResult', 'What an order would cost now.', Quote, [
  UnknownProductError,
  ValidationError,
]);
export type QuoteOutcome = Quote | UnknownProductError | ValidationError;
