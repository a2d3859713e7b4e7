import { extendSchema, type GraphQLSchema, parse } from 'graphql';

/** The only root field of subscriptions. */
export const watchedField = 'orderUpdated';
/** The query field of the same type that reads the state. */
export const readField = 'order';

const sdl = `
extend schema {
  subscription: Subscription
}

"""Live updates by POST, as server-sent events or in Apollo's multipart protocol."""
type Subscription {
  """
  Each change of one order; the first message is its present state. Null with NOT_FOUND, and the end, if the caller may not see it.
  """
  ${watchedField}(
    """Id of the order to watch."""
    id: ID!
  ): Order
}
`;

/**
 * @apollo/gateway does not compose subscriptions, so they are added to the API schema in a separate
 * schema that only the streams use.
 */
export function withSubscription(apiSchema: GraphQLSchema): GraphQLSchema {
  return extendSchema(apiSchema, parse(sdl, { noLocation: true }));
}
