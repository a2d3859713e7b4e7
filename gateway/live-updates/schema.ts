import { extendSchema, type GraphQLSchema, parse } from 'graphql';

/** A root field of subscriptions, and the query field that reads what it sends. */
export const readFields = { orderUpdated: 'order', ordersChanged: 'orders' } as const;
export type WatchedField = keyof typeof readFields;

const sdl = `
extend schema {
  subscription: Subscription
}

"""Live updates by POST, as server-sent events or in Apollo's multipart protocol."""
type Subscription {
  """
  Each change of one order; the first message is its present state. Null with NOT_FOUND, and the end, if the caller may not see it.
  """
  orderUpdated(
    """Id of the order to watch."""
    id: ID!
  ): Order
  """
  Orders that changed and match the filter, at most two messages a second, each order once. \`extensions.changesMissed\`: load the list again. Staff.
  """
  ordersChanged(
    """
    Conditions as for \`orders\`. An order that stops matching is not sent; watch the \`ids\` on screen to see it leave.
    """
    filter: OrderFilter
  ): [Order!]
}
`;

/**
 * @apollo/gateway does not compose subscriptions, so they are added to the API schema in a separate
 * schema that only the streams use.
 */
export function withSubscription(apiSchema: GraphQLSchema): GraphQLSchema {
  return extendSchema(apiSchema, parse(sdl, { noLocation: true }));
}
