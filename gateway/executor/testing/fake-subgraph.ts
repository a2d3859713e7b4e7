import { createHash } from 'node:crypto';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLNamedOutputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import type { SubgraphFetch } from '../subgraph-fetch';

/** An object of which nothing is known but what it is; every value of it follows from that. */
interface Thing {
  readonly __typename: string;
  readonly name: string;
  /** What a representation said of it. */
  readonly given: Readonly<Record<string, unknown>>;
}

/** How often, of a thousand, a field fails, is null, or is null where that is not allowed. */
export interface Misfortune {
  readonly errors: number;
  readonly nulls: number;
  readonly broken: number;
}

const thousand = 1_000;
const thingsOfAType = 4;
const longestList = 3;

/** The same number for the same words, anywhere between 0 and 2^32. */
const numberFor = (...words: readonly unknown[]): number =>
  createHash('md5').update(JSON.stringify(words)).digest().readUInt32LE(0);

const scalars: Readonly<Record<string, (number: number, thing: string) => unknown>> = {
  ID: (_, thing) => thing,
  Int: (number) => number % thousand,
  Float: (number) => (number % thousand) / 8,
  Boolean: (number) => number % 2 === 0,
};

/** Which book or film a medium is: the same for every field that returns it. */
const mediaTypes = ['Book', 'Film', 'Draft'];
const mediaType = (name: string): string => mediaTypes[numberFor(name) % mediaTypes.length] ?? '';

function typeIn(schema: GraphQLSchema, type: GraphQLAbstractType, name: string): string {
  if (isInterfaceType(type) && type.name === 'Media') return mediaType(name);
  const possible = schema.getPossibleTypes(type);
  return possible[numberFor(type.name, name) % possible.length]?.name ?? '';
}

class Inventor {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly seed: number,
    private readonly misfortune: Misfortune,
  ) {}

  readonly resolve: GraphQLFieldResolver<Thing | undefined, unknown> = (source, given, _, info) => {
    const { fieldName, returnType, parentType } = info;
    const known = source?.given[fieldName];
    if (known !== undefined) return known;
    const name = source?.name ?? 'root';
    const number = numberFor(this.seed, parentType.name, name, fieldName, given);
    if (number % thousand < this.misfortune.errors) {
      const code = number % 2 ? 'NOT_FOUND' : undefined;
      return new GraphQLError(`${fieldName} failed`, { extensions: code ? { code } : {} });
    }
    return this.value(returnType, number, fieldName === 'id' || fieldName === 'sku' ? name : '');
  };

  /** Finds an entity by its key fields from another subgraph. */
  entity(given: Readonly<Record<string, unknown>>): Thing | null {
    const key = given.id ?? given.sku ?? given.upc ?? given.code;
    const name = String(key);
    const said = String(given.__typename);
    const type = this.schema.getType(said);
    if (numberFor(this.seed, said, name, 'entity') % thousand < this.misfortune.nulls) return null;
    const typename = isAbstractType(type) ? typeIn(this.schema, type, name) : said;
    return { __typename: typename, name, given: { ...given, __typename: typename } };
  }

  private value(type: GraphQLOutputType, number: number, key: string): unknown {
    const chance = numberFor(number, String(type)) % thousand;
    if (isNonNullType(type)) {
      if (chance < this.misfortune.broken) return null;
      return this.certain(type.ofType, number, key);
    }
    return chance < this.misfortune.nulls ? null : this.certain(type, number, key);
  }

  private certain(type: GraphQLOutputType, number: number, key: string): unknown {
    if (isListType(type)) {
      const length = number % (longestList + 1);
      return Array.from({ length }, (_, index) =>
        this.value(type.ofType, numberFor(number, index), key),
      );
    }
    return this.named(type as GraphQLNamedOutputType, number, key);
  }

  private named(type: GraphQLNamedOutputType, number: number, key: string): unknown {
    const name = `n${number % thingsOfAType}`;
    if (isObjectType(type)) return this.thing(type.name, name);
    if (isAbstractType(type)) return this.thing(typeIn(this.schema, type, name), name);
    if (isEnumType(type)) return type.getValues()[number % type.getValues().length]?.value;
    return scalars[type.name]?.(number, key || name) ?? `${type.name} ${number % thousand}`;
  }

  private thing(type: string, name: string): Thing {
    return { __typename: type, name, given: { id: name, sku: name, upc: name, code: name } };
  }
}

/**
 * A subgraph that makes up its responses: the same query always gets the same one.
 * @throws Error on an operation that is not valid for it, which is a fault of a plan or its run.
 */
export function fakeSubgraph(sdl: string, seed: number, misfortune: Misfortune): SubgraphFetch {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl) });
  const inventor = new Inventor(schema, seed, misfortune);
  const entities = schema.getQueryType()?.getFields()._entities;
  if (entities) {
    entities.resolve = (_, { representations }) =>
      representations.map((given: Record<string, unknown>) => inventor.entity(given));
  }
  return async ({ query, variables, operationName }) => {
    const document = parse(query);
    const problems = validate(schema, document);
    if (problems.length > 0) throw new AggregateError(problems, `not valid: ${query}`);
    return execute({
      schema,
      document,
      variableValues: variables,
      operationName,
      fieldResolver: inventor.resolve,
      typeResolver: (value: Thing) => value.__typename,
    });
  };
}
