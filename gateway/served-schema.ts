import { GraphQLSchema, isScalarType, printSchema } from 'graphql';
import { scalars } from '../platform/graphql/scalars';
import { entityTag } from './http/entity-tags';
import { withSubscription } from './live-updates/schema';

const description =
  'The API of an order-processing system: accounts, products, stock, orders, payments and webhooks.';

/**
 * The schema that clients see: the API schema with what federation does not compose, which is
 * `Subscription`, the specifications of scalars and the description of the schema.
 */
export function completeSchema(apiSchema: GraphQLSchema): GraphQLSchema {
  const schema = withSubscription(apiSchema);
  for (const { name, specifiedByURL } of scalars) {
    const type = schema.getType(name);
    if (isScalarType(type)) type.specifiedByURL = specifiedByURL;
  }
  return new GraphQLSchema({ ...schema.toConfig(), description });
}

/** The schema as SDL. */
export const schemaText = (schema: GraphQLSchema): string => `${printSchema(schema)}\n`;

interface Served {
  readonly schema: GraphQLSchema;
  readonly text: string;
  /** Entity tag of the text. */
  readonly etag: string;
}

/** The complete schema of a gateway, from the moment that its supergraph is loaded. */
export class ServedSchema {
  private served: Served | null = null;

  update(apiSchema: GraphQLSchema): void {
    const schema = completeSchema(apiSchema);
    const text = schemaText(schema);
    this.served = { schema, text, etag: entityTag(text) };
  }

  get current(): Served {
    if (this.served === null) throw new Error('The API schema is not loaded yet.');
    return this.served;
  }
}
