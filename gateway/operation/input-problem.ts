import { type ASTNode, BREAK, type DocumentNode, type GraphQLError, Kind, visit } from 'graphql';
import type { FieldProblem } from '../../platform/graphql/errors';

type Path = readonly (string | number)[];

/** graphql-js reports a missing field at its object, in literals with the type's name. */
const missingField = /^Field "(?:\w{1,100}\.)?(\w{1,100})" of required type/;
/** In variables, it reports an unknown field at its object too. */
const unknownField = /^Field "(\w{1,100})" is not defined/;

const problemAt = (path: Path, message: string, field?: string): FieldProblem => ({
  path: [...path, ...(field === undefined ? [] : [field])].map(String),
  message,
});

/** @param path from the variable to the bad value, or to its object. */
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

/** The names of arguments and input fields, and the places in lists, on the way to a node. */
function literalPath(document: DocumentNode, keys: Path): Path {
  let node: unknown = document;
  return keys.flatMap((key, index) => {
    node = (node as Readonly<Record<string | number, unknown>>)[key];
    if (keys[index - 1] === 'values') return [key];
    const { kind, name, variable } = node as Partial<Named>;
    if (kind === Kind.ARGUMENT || kind === Kind.OBJECT_FIELD) return [name?.value ?? ''];
    return kind === Kind.VARIABLE_DEFINITION ? [variable?.name.value ?? ''] : [];
  });
}

interface Named {
  readonly kind: Kind;
  readonly name: { readonly value: string };
  readonly variable: { readonly name: { readonly value: string } };
}

/** The path of an invalid literal, from its argument; null if the error is about something else. */
export function literalProblem(document: DocumentNode, error: GraphQLError): FieldProblem | null {
  const [node, ...others] = error.nodes ?? [];
  if (!node || others.length > 0 || !literalKinds.has(node.kind)) return null;
  const found: Path[] = [];
  visit(document, {
    enter: (current: ASTNode, _key, _parent, keys) => {
      if (current !== node) return undefined;
      found.push(literalPath(document, keys));
      return BREAK;
    },
  });
  const [path = []] = found;
  if (path.length === 0) return null;
  const [, field] = missingField.exec(error.message) ?? [];
  return problemAt(path, error.message, field);
}
