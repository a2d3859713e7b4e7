import { extendSchema, type GraphQLSchema, parse } from 'graphql';

/** The one root field of subscriptions. */
export const watchedField = 'orderUpdated';
/** The root field of queries that has the same type, and by which the state is read. */
export const readField = 'order';

const sdl = `
extend schema {
  subscription: Subscription
}

"""Live updates, sent as server-sent events by POST /graphql/stream."""
type Subscription {
  """
  Each change of one order; the first message is its present state. Null, and then the end, if the caller may not see it.
  """
  ${watchedField}(
    """Id of the order to watch."""
    id: ID!
  ): Order
}
`;

/**
 * @apollo/gateway composes no subscriptions: they are put beside the API schema that it made, in a
 * schema of its own that nothing but the stream uses.
 */
export function withSubscription(apiSchema: GraphQLSchema): GraphQLSchema {
  return extendSchema(apiSchema, parse(sdl, { noLocation: true }));
}
