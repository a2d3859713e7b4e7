import { createHash } from 'node:crypto';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type ExecutionResult,
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
  Kind,
  parse,
  validate,
  visit,
} from 'graphql';
import type { GraphqlRequest } from '../../../platform/graphql/execute';

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
  /** How often an entity of another subgraph is not found. */
  readonly lost: number;
}

export const fortunate: Misfortune = { errors: 0, nulls: 0, broken: 0, lost: 0 };

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

/** The same for the same number, in whichever order a schema has them. */
function named<Named extends { readonly name: string }>(all: readonly Named[], number: number) {
  return [...all].sort((one, other) => (one.name < other.name ? -1 : 1))[number % all.length];
}

function typeIn(schema: GraphQLSchema, type: GraphQLAbstractType, name: string): string {
  if (isInterfaceType(type) && type.name === 'Media') return mediaType(name);
  return named(schema.getPossibleTypes(type), numberFor(type.name, name))?.name ?? '';
}

/** The scalar fields in keys of types, as `Type.field`. */
function keysOf(sdls: readonly string[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const definition of sdls.flatMap((sdl) => parse(sdl).definitions)) {
    if (!('name' in definition && 'directives' in definition)) continue;
    for (const { name, arguments: [fields] = [] } of definition.directives ?? []) {
      if (name.value !== 'key' || fields?.value.kind !== Kind.STRING) continue;
      visit(parse(`{ ${fields.value.value} }`), {
        Field: (field) => {
          if (field.selectionSet) return false;
          keys.add(`${definition.name?.value}.${field.name.value}`);
          return undefined;
        },
      });
    }
  }
  return keys;
}

class Inventor {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly keys: ReadonlySet<string>,
    private readonly seed: number,
    private readonly misfortune: Misfortune,
  ) {}

  readonly resolve: GraphQLFieldResolver<Thing | undefined, unknown> = (source, given, _, info) => {
    const { fieldName, returnType, parentType } = info;
    const known = source?.given[fieldName];
    if (known !== undefined) return known;
    const name = source?.name ?? 'root';
    if (this.isKey(parentType.name, fieldName)) return name;
    const number = numberFor(this.seed, parentType.name, name, fieldName, given);
    if (number % thousand < this.misfortune.errors) {
      const code = number % 2 ? 'NOT_FOUND' : undefined;
      return new GraphQLError(`${fieldName} failed`, { extensions: code ? { code } : {} });
    }
    return this.value(returnType, number);
  };

  /** Finds an entity by its key fields from another subgraph. */
  entity(given: Readonly<Record<string, unknown>>): Thing | null {
    const said = String(given.__typename);
    const name = String(Object.entries(given).find(([field]) => this.isKey(said, field))?.[1]);
    const type = this.schema.getType(said);
    if (numberFor(this.seed, said, name, 'entity') % thousand < this.misfortune.lost) return null;
    const typename = isAbstractType(type) ? typeIn(this.schema, type, name) : said;
    return { __typename: typename, name, given: { ...given, __typename: typename } };
  }

  private isKey(type: string, field: string): boolean {
    return this.keys.has(`${type}.${field}`);
  }

  private value(type: GraphQLOutputType, number: number): unknown {
    const chance = numberFor(number, String(type)) % thousand;
    if (isNonNullType(type)) {
      if (chance < this.misfortune.broken) return null;
      return this.certain(type.ofType, number);
    }
    return chance < this.misfortune.nulls ? null : this.certain(type, number);
  }

  private certain(type: GraphQLOutputType, number: number): unknown {
    if (isListType(type)) {
      const length = number % (longestList + 1);
      return Array.from({ length }, (_, index) =>
        this.value(type.ofType, numberFor(number, index)),
      );
    }
    return this.named(type as GraphQLNamedOutputType, number);
  }

  private named(type: GraphQLNamedOutputType, number: number): unknown {
    const name = `n${number % thingsOfAType}`;
    if (isObjectType(type)) return { __typename: type.name, name, given: {} };
    if (isAbstractType(type)) {
      return { __typename: typeIn(this.schema, type, name), name, given: {} };
    }
    if (isEnumType(type)) return named(type.getValues(), number)?.value;
    return scalars[type.name]?.(number, name) ?? `${type.name} ${number % thousand}`;
  }
}

/** @throws Error on an operation that is not valid, which is a fault of a plan or its run. */
async function answer(schema: GraphQLSchema, inventor: Inventor, request: GraphqlRequest) {
  const { query, variables, operationName } = request;
  const document = parse(query);
  const problems = validate(schema, document);
  if (problems.length > 0) throw new AggregateError(problems, `not valid: ${query}`);
  return execute({
    schema,
    document,
    variableValues: variables,
    operationName,
    contextValue: inventor,
    fieldResolver: inventor.resolve,
    typeResolver: (value: Thing) => value.__typename,
  });
}

function subgraphSchema(sdl: string): GraphQLSchema {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl) });
  const entities = schema.getQueryType()?.getFields()._entities;
  if (entities) {
    entities.resolve = (_, { representations }, inventor: Inventor) =>
      representations.map((given: Record<string, unknown>) => inventor.entity(given));
  }
  return schema;
}

type Answer = (request: GraphqlRequest) => Promise<ExecutionResult>;

/** Servers that make up their responses: for a seed, the same query always gets the same one. */
export interface FakeGraph {
  subgraphs(seed: number, misfortune?: Misfortune): Readonly<Record<string, Answer>>;
  /** One server with the data of all subgraphs. */
  whole(schema: GraphQLSchema, seed: number, misfortune?: Misfortune): Answer;
}

/** @param sdls the schemas of the subgraphs, by name. */
export function fakeGraph(sdls: Readonly<Record<string, string>>): FakeGraph {
  const keys = keysOf(Object.values(sdls));
  const schemas = Object.entries(sdls).map(([name, sdl]) => [name, subgraphSchema(sdl)] as const);
  const answering = (schema: GraphQLSchema, seed: number, misfortune: Misfortune): Answer => {
    const inventor = new Inventor(schema, keys, seed, misfortune);
    return (request) => answer(schema, inventor, request);
  };
  return {
    subgraphs: (seed, misfortune = fortunate) =>
      Object.fromEntries(
        schemas.map(([name, schema]) => [name, answering(schema, seed, misfortune)]),
      ),
    whole: (schema, seed, misfortune = fortunate) => answering(schema, seed, misfortune),
  };
}
