import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { FieldProblem } from '../../platform/graphql/errors';

type Path = readonly (string | number)[];

/** graphql-js reports a missing field at its object, in literals with the type's name. */
const missingField = /^Field "(?:\w{1,100}\.)?(\w{1,100})" of required type/;
/** graphql-js reports an unknown field in variables at its object, too. */
const unknownField = /^Field "(\w{1,100})" is not defined/;

/** Paths begin below the argument `input`, as those of ValidationError. */
const withinInput = (path: Path): Path => (path[0] === 'input' ? path.slice(1) : path);

const problemAt = (path: Path, message: string, field?: string): FieldProblem => ({
  path: withinInput([...path, ...(field === undefined ? [] : [field])]).map(String),
  message,
});

/** @param path from the argument to the bad value, or to its object. */
export function variableProblem(path: Path, message: string): FieldProblem {
  const [, field] = missingField.exec(message) ?? unknownField.exec(message) ?? [];
  return problemAt(path, message, field);
}

const literalKinds: ReadonlySet<Kind> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
]);

interface Named {
  readonly kind: Kind;
  readonly name: { readonly value: string };
}

/** The names of arguments and input fields, and the indexes of lists, on the way to a node. */
function inputPath(document: DocumentNode, keys: Path): Path {
  let node: unknown = document;
  return keys.flatMap((key, index) => {
    node = (node as Readonly<Record<string | number, unknown>>)[key];
    if (keys[index - 1] === 'values') return [key];
    const { kind, name } = node as Partial<Named>;
    return kind === Kind.ARGUMENT || kind === Kind.OBJECT_FIELD ? [name?.value ?? ''] : [];
  });
}

/** The keys from the document to the first such node; empty if there is none. */
function keysTo(document: DocumentNode, isWanted: (node: ASTNode, keys: Path) => boolean): Path {
  let found: Path = [];
  visit(document, {
    enter: (node, _key, _parent, keys) => {
      if (!isWanted(node, keys)) return undefined;
      found = [...keys];
      return BREAK;
    },
  });
  return found;
}

/** The path from an argument to the first use of a variable of the operation. */
export function pathOfVariable(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  name: string,
): Path {
  const place = document.definitions.indexOf(operation);
  const isOfAnother = ([, definition]: Path): boolean =>
    definition !== place && document.definitions[Number(definition)]?.kind === operation.kind;
  const keys = keysTo(
    document,
    (node, keys) =>
      node.kind === Kind.VARIABLE &&
      node.name.value === name &&
      keys[2] !== 'variableDefinitions' &&
      !isOfAnother(keys),
  );
  return inputPath(document, keys);
}

/** The default of a variable is invalid where the variable is used. */
function pathOfLiteral(document: DocumentNode, literal: ASTNode): Path {
  const keys = keysTo(document, (node) => node === literal);
  const path = inputPath(document, keys);
  const definition = document.definitions[Number(keys[1])];
  if (keys[2] !== 'variableDefinitions' || definition?.kind !== Kind.OPERATION_DEFINITION) {
    return path;
  }
  const name = definition.variableDefinitions?.[Number(keys[3])]?.variable.name.value ?? '';
  return [...pathOfVariable(document, definition, name), ...path];
}

/** The path of an invalid literal; null if the error is about something else. */
export function literalProblem(document: DocumentNode, error: GraphQLError): FieldProblem | null {
  const [node, ...others] = error.nodes ?? [];
  if (!node || others.length > 0 || !literalKinds.has(node.kind)) return null;
  const path = pathOfLiteral(document, node);
  if (path.length === 0) return null;
  const [, field] = missingField.exec(error.message) ?? [];
  return problemAt(path, error.message, field);
}
