import type { ApolloGateway } from '@apollo/gateway';
import { type DocumentNode, type FieldNode, GraphQLError, parse, visit } from 'graphql';
import { isRecord } from '../../../platform/config/is-record';
import { type JsonObject, put } from './json';

type Executor = ApolloGateway['executor'];
type Result = Awaited<ReturnType<Executor>>;
type Path = readonly (string | number)[];

/** No schema has a field with such a name, as GraphQL reserves what begins with two underscores. */
const prefix = '__alias_';

/** The names of all fields, also of those that only subgraphs see. */
function fieldNamesOf(supergraphSdl: string): ReadonlySet<string> {
  const names = new Set<string>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    FieldDefinition: ({ name }) => void names.add(name.value),
  });
  return names;
}

/**
 * The planner adds the keys, and what else a subgraph requires, to the fields that a client selects.
 * It does not see that an alias of the client has such a name: one field would get the value of the
 * other. Each alias that is the name of a field is replaced before it plans; `clientName` is how
 * answers call it.
 */
export function aliasesApart(supergraphSdl: string): (document: DocumentNode) => DocumentNode {
  const names = fieldNamesOf(supergraphSdl);
  const apart = (field: FieldNode): FieldNode | undefined => {
    const { alias, name } = field;
    if (!alias || alias.value === name.value) return undefined;
    if (!names.has(alias.value) && !alias.value.startsWith(prefix)) return undefined;
    return { ...field, alias: { ...alias, value: `${prefix}${alias.value}` } };
  };
  return (document) => visit(document, { Field: { leave: apart } });
}

/** @param planned the name of a field in the answers of subgraphs. */
export const clientName = (planned: string): string =>
  planned.startsWith(prefix) ? planned.slice(prefix.length) : planned;

export const clientPath = (planned: Path): Path =>
  planned.map((part) => (typeof part === 'string' ? clientName(part) : part));

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (!isRecord(value)) return value;
  const object = {};
  for (const [name, inner] of Object.entries(value)) put(object, clientName(name), renamed(inner));
  return object;
}

function withClientPath(error: GraphQLError): GraphQLError {
  const { message, path, extensions, originalError = error } = error;
  if (!path?.some((part) => typeof part === 'string' && part.startsWith(prefix))) return error;
  return new GraphQLError(message, { originalError, path: clientPath(path), extensions });
}

/** Values that @apollo/gateway left out, by their paths. */
function withClientPaths(extensions: JsonObject): JsonObject {
  const { valueCompletion: faults } = extensions as { valueCompletion?: readonly GraphQLError[] };
  return { ...extensions, ...(faults && { valueCompletion: faults.map(withClientPath) }) };
}

/** Answers of @apollo/gateway by the names that the client has chosen. */
export function withClientNames(run: Executor): Executor {
  return async (request) => {
    const { data, errors, extensions } = await run(request);
    return {
      ...(errors && { errors: errors.map(withClientPath) }),
      ...(data !== undefined && { data: renamed(data) as Result['data'] }),
      ...(extensions && { extensions: withClientPaths(extensions) }),
    };
  };
}
