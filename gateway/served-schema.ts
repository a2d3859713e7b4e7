import {
  extendSchema,
  GraphQLSchema,
  isAbstractType,
  isScalarType,
  parse,
  printSchema,
} from 'graphql';
import { scalars } from '../platform/graphql/scalars';
import { entityTag } from './http/entity-tags';

const description =
  'The API of an order-processing system: accounts, products, stock, orders, payments and webhooks.';

/** A root field of subscriptions, and the query field that reads what it sends. */
export const readFields = { orderUpdated: 'order', ordersChanged: 'orders' } as const;
export type WatchedField = keyof typeof readFields;

/** The types that live updates use. */
const watchedTypes = ['Order', 'OrderFilter'];

const subscriptionSdl = `
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
function withSubscription(apiSchema: GraphQLSchema): GraphQLSchema {
  return extendSchema(apiSchema, parse(subscriptionSdl, { noLocation: true }));
}

/**
 * The schema that clients see: the API schema with what federation does not compose, which is
 * `Subscription`, the specifications of scalars and the description of the schema.
 * A supergraph of others, without orders, has none of them.
 */
export function completeSchema(apiSchema: GraphQLSchema): GraphQLSchema {
  if (!watchedTypes.every((name) => apiSchema.getType(name))) return apiSchema;
  const schema = withSubscription(apiSchema);
  for (const { name, specifiedByURL } of scalars) {
    const type = schema.getType(name);
    if (isScalarType(type)) type.specifiedByURL = specifiedByURL;
  }
  return new GraphQLSchema({ ...schema.toConfig(), description });
}

/** The members of each union and interface, which caches of clients cannot know otherwise. */
export function possibleTypes(schema: GraphQLSchema): Readonly<Record<string, readonly string[]>> {
  const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
  return Object.fromEntries(
    abstract.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
  );
}

/** The schema as SDL. */
export const schemaText = (schema: GraphQLSchema): string => `${printSchema(schema)}\n`;

export interface ServedText {
  readonly text: string;
  /** Entity tag of the text. */
  readonly etag: string;
}

interface Served {
  readonly schema: GraphQLSchema;
  readonly sdl: ServedText;
  readonly possibleTypes: ServedText;
}

const withTag = (text: string): ServedText => ({ text, etag: entityTag(text) });

/** The complete schema of a gateway, from the moment that its supergraph is loaded. */
export class ServedSchema {
  private served: Served | null = null;
  /** What federation composes, in which operations are validated. */
  api: GraphQLSchema | null = null;

  update(apiSchema: GraphQLSchema): void {
    this.api = apiSchema;
    const schema = completeSchema(apiSchema);
    this.served = {
      schema,
      sdl: withTag(schemaText(schema)),
      possibleTypes: withTag(`${JSON.stringify(possibleTypes(schema), null, 2)}\n`),
    };
  }

  get current(): Served {
    if (this.served === null) throw new Error('The API schema is not loaded yet.');
    return this.served;
  }
}
