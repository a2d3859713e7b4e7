import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import {
  type GraphQLResolveInfo,
  type GraphQLScalarType,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { deny, shield } from 'graphql-shield';
import { buildSchemaSync, createResolversMap, type NonEmptyArray } from 'type-graphql';
import { forbidden } from './errors';
import type { FieldRateLimits } from './rate-limit';

/** The rule tree for graphql-shield. */
export type Rules = Parameters<typeof shield>[0];

const federationLink = `
extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@tag"]
)
`;

/** Resolves an entity by its key; null both for a missing one and for one the viewer may not see. */
export type ReferenceResolver<Context> = (
  reference: Record<string, unknown>,
  context: Context,
  info: GraphQLResolveInfo,
) => unknown;

export interface SchemaOptions<Context> {
  /** The operations and field resolvers: type-graphql resolver classes. */
  readonly resolvers: readonly (abstract new () => object)[];
  /** Entities that no operation returns but other subgraphs reference. */
  readonly orphanedTypes?: readonly (abstract new (
    ...arguments_: never[]
  ) => object)[];
  readonly references: Record<string, ReferenceResolver<Context>>;
  /** Permissions: the tree names every root field and the guarded fields. */
  readonly rules: Rules;
  readonly rateLimits: FieldRateLimits;
}

function annotatedSchema(options: Pick<SchemaOptions<never>, 'resolvers' | 'orphanedTypes'>) {
  return buildSchemaSync({
    resolvers: options.resolvers as unknown as NonEmptyArray<() => object>,
    orphanedTypes: (options.orphanedTypes ?? []) as never,
    // A subgraph need not be a complete schema, and the domain validates inputs with better messages
    // than class-validator.
    skipCheck: true,
    validate: false,
  });
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

/** The subgraph's own SDL with federation's directives: what is composed and committed. */
export function subgraphSdl(
  options: Pick<SchemaOptions<never>, 'resolvers' | 'orphanedTypes' | 'rateLimits'>,
): string {
  const printed = printSchemaWithDirectives(annotatedSchema(options));
  const document = parse(`${federationLink}\n${options.rateLimits.typeDefs}\n${printed}`);
  // Parameter decorators run from last to first, so type-graphql lists arguments backwards; they are
  // printed in source order.
  const ordered = visit(document, {
    FieldDefinition: (field) => ({ ...field, arguments: [...(field.arguments ?? [])].reverse() }),
    ObjectTypeDefinition: { leave: withRootDescription },
  });
  return `${print(ordered)}\n`;
}

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

/**
 * Applies the shield to the root fields, where it denies those without a rule, and to the fields
 * that the rules name. Other fields belong to an object that the viewer may already see; shielding
 * them would cost two promises for each value.
 */
function guardedBy(rules: Rules, schema: GraphQLSchema): GraphQLSchema {
  const guard = shield(rules, {
    // Errors pass through and are masked in one place (execute.ts); otherwise the shield would turn
    // every fault into "Not Authorised".
    allowExternalErrors: true,
    fallbackRule: deny,
    fallbackError: forbidden(),
  });
  const roots = [schema.getQueryType()?.name, schema.getMutationType()?.name];
  const named = rules as Readonly<Record<string, object>>;
  const middleware = Object.entries(guard.generate(schema)).flatMap(([type, fields]) => {
    const guarded = Object.entries(fields).filter(
      ([field]) => roots.includes(type) || Object.hasOwn(named[type] ?? {}, field),
    );
    return guarded.length > 0 ? [[type, Object.fromEntries(guarded)] as const] : [];
  });
  return applyMiddleware(schema, Object.fromEntries(middleware));
}

/**
 * The public schema of a subgraph: type-graphql classes, guarded by graphql-shield, completed to a
 * federation 2 subgraph, rate-limited by directive.
 */
export function federatedSchema<Context>(options: SchemaOptions<Context>): GraphQLSchema {
  const guarded = guardedBy(options.rules, annotatedSchema(options));
  const typeDefs = parse(subgraphSdl(options));
  const resolvers = withReferences(createResolversMap(guarded) as ResolverMap, options.references);
  return options.rateLimits.apply(
    buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]),
  );
}

/** A schema for calls between services: not composed, so no client of the gateway reaches it. */
export function internalSchema(
  resolvers: readonly (abstract new () => object)[],
  rules: Rules,
): GraphQLSchema {
  return guardedBy(rules, annotatedSchema({ resolvers }));
}
