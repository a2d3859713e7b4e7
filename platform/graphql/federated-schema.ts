import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
import {
  concatAST,
  type DocumentNode,
  type GraphQLResolveInfo,
  type GraphQLScalarType,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';
import { createResolversMap } from 'type-graphql';
import { annotatedSchema, type Declared, guardedBy, type Rules } from './internal-schema';
import { type FieldRateLimits, rateLimitTypeDefs } from './rate-limit';

const federationLink = `
extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@tag"]
)
`;

/** Resolves an entity by its key; null both for a missing one and for one the viewer may not see. */
export type ReferenceResolver<Context> = (
  reference: Record<string, unknown>,
  context: Context,
  info: GraphQLResolveInfo,
) => unknown;

export interface SchemaOptions<Context> extends Declared {
  readonly references: Record<string, ReferenceResolver<Context>>;
  /** Permissions: the tree names every root field and the guarded fields. */
  readonly rules: Rules;
}

/** type-graphql makes the root types itself and takes no description for them. */
const rootDescriptions: Readonly<Record<string, string>> = {
  Query: 'The operations that read. They change nothing and are safe to repeat.',
  Mutation: 'The operations that write, executed one after the other in the order sent.',
};

function withRootDescription(type: ObjectTypeDefinitionNode): ObjectTypeDefinitionNode {
  const value = rootDescriptions[type.name.value];
  return value === undefined ? type : { ...type, description: { kind: Kind.STRING, value } };
}

/** The subgraph's own definitions with federation's directives. */
function subgraphDocument(schema: GraphQLSchema): DocumentNode {
  const added = parse(`${federationLink}\n${rateLimitTypeDefs}`);
  // Parameter decorators run from last to first, so type-graphql lists arguments backwards; they are
  // put in source order.
  return visit(concatAST([added, getDocumentNodeFromSchema(schema)]), {
    FieldDefinition: (field) => ({ ...field, arguments: [...(field.arguments ?? [])].reverse() }),
    ObjectTypeDefinition: { leave: withRootDescription },
  });
}

/** The same as SDL, which is composed and committed. */
export const subgraphSdl = (options: Declared): string =>
  `${print(subgraphDocument(annotatedSchema(options)))}\n`;

type ResolverMap = Record<string, Record<string, unknown> | GraphQLScalarType>;

function withReferences<Context>(
  resolvers: ResolverMap,
  references: Record<string, ReferenceResolver<Context>>,
): ResolverMap {
  const merged = { ...resolvers };
  for (const [type, resolve] of Object.entries(references)) {
    merged[type] = { ...(merged[type] as object), __resolveReference: resolve };
  }
  return merged;
}

function unlimitedSchema<Context>(options: SchemaOptions<Context>): GraphQLSchema {
  const declared = annotatedSchema(options);
  const guarded = guardedBy(options.rules, declared);
  const typeDefs = subgraphDocument(declared);
  const resolvers = withReferences(createResolversMap(guarded) as ResolverMap, options.references);
  return buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
}

/**
 * The public schema of a subgraph: type-graphql classes, guarded by graphql-shield, completed to a
 * federation 2 subgraph, rate-limited by directive. It is built at the first call; later ones only
 * apply other limits.
 */
export function federatedSchema<Context>(
  options: SchemaOptions<Context>,
): (rateLimits: FieldRateLimits) => GraphQLSchema {
  let unlimited: GraphQLSchema | undefined;
  return (rateLimits) => {
    unlimited ??= unlimitedSchema(options);
    return rateLimits(unlimited);
  };
}
