import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { deny, shield } from 'graphql-shield';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { forbidden } from './errors';

/** The rule tree for graphql-shield. */
export type Rules = Parameters<typeof shield>[0];

/** What a schema is made of. */
export interface Declared {
  /** The operations and field resolvers by their names: type-graphql resolver classes. */
  readonly resolvers: Readonly<Record<string, abstract new () => object>>;
  /** Entities that no operation returns but other subgraphs reference. */
  readonly orphanedTypes?: readonly (abstract new (
    ...arguments_: never[]
  ) => object)[];
}

export function annotatedSchema(options: Declared) {
  return buildSchemaSync({
    resolvers: Object.values(options.resolvers) as unknown as NonEmptyArray<() => object>,
    orphanedTypes: (options.orphanedTypes ?? []) as never,
    // A subgraph need not be a complete schema, and the domain validates inputs with better messages
    // than class-validator.
    skipCheck: true,
    validate: false,
  });
}

/**
 * Applies the shield to the root fields, where it denies those without a rule, and to the fields
 * that the rules name. Other fields belong to an object that the viewer may already see; shielding
 * them would cost two promises for each value.
 */
export function guardedBy(rules: Rules, schema: GraphQLSchema): GraphQLSchema {
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
 * A schema for calls between services: not composed, so no client of the gateway reaches it. It is
 * built at the first call.
 */
export function internalSchema(
  resolvers: Declared['resolvers'],
  rules: Rules,
): () => GraphQLSchema {
  let schema: GraphQLSchema | undefined;
  return () => (schema ??= guardedBy(rules, annotatedSchema({ resolvers })));
}
