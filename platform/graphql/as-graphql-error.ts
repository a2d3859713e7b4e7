import { GraphQLError } from 'graphql';
import { asError } from '../values/as-error';

/** What was thrown, as an error of the class that errors for clients are made from. */
export function asGraphqlError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  const originalError = asError(thrown);
  return new GraphQLError(originalError.message, { originalError });
}
