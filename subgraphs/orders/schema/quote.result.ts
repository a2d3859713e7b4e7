import { ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { Quote } from './quote';
import { UnknownProductError } from './unknown-product-error';

export const QuoteResult = outcomeUnion(
  'QuoteResult',
  'The quote, or why these products cannot be ordered.',
  Quote,
  [UnknownProductError, ValidationError],
);
export type QuoteResult = OutcomeOf<typeof QuoteResult, Quote>;
