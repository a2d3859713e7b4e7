import {
  coerceInputValue,
  type DocumentNode,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getVariableValues,
  isInputType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  separateOperations,
  typeFromAST,
  type VariableDefinitionNode,
  type VariableNode,
  valueFromAST,
  visit,
} from 'graphql';
import { InvalidOperation } from '../errors';
import { inputNameCharactersMax, refusalErrorsMax } from '../limits';
import { pathOfLongName } from './input-names';
import { pathOfVariable, variableProblem } from './input-problem';
import { isComposite } from './input-rows';
import type { Variables } from './shape';

/**
 * Coerces the variables of an operation. Stops after a few errors, because each message quotes its
 * value, which may be the whole input.
 * @throws InvalidOperation with BAD_USER_INPUT; the `fields` of each error say where it is.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  sent: Variables,
): Variables {
  demandShortNames(document, operation, sent);
  demandConditions(document, operation, sent);
  const { variableDefinitions = [] } = operation;
  const valid = validVariables(schema, operation, sent);
  if (valid !== null) return valid;
  const options = { maxErrors: refusalErrorsMax };
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, sent, options);
  if (coerced) return coerced;
  // graphql-js adds an error that says there are more.
  const first = errors.slice(0, refusalErrorsMax);
  const paths = badPaths(schema, variableDefinitions, sent, first.length).map(
    ([variable, ...within]) => [
      ...pathOfVariable(document, operation, String(variable)),
      ...within,
    ],
  );
  const found = first.map((error, index) => {
    const { nodes, source, positions, originalError } = error;
    const problem = variableProblem(paths[index] ?? [], originalError?.message ?? error.message);
    const extensions = { fields: [problem] };
    return new GraphQLError(error.message, { nodes, source, positions, extensions });
  });
  throw InvalidOperation.of(found, 'BAD_USER_INPUT');
}

interface DeclaredVariable {
  readonly name: string;
  readonly type: GraphQLInputType;
  /** Undefined without a default. */
  readonly fallback: unknown;
}

/** Kept while the parsed operation lives; null if graphql-js has to coerce its variables. */
const declared = new WeakMap<OperationDefinitionNode, readonly DeclaredVariable[] | null>();

/**
 * @returns null for a default that is a list or an object, which requests must not share, and for a
 * name that an assignment would not make a property of.
 */
function declaredIn(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): readonly DeclaredVariable[] | null {
  const found: DeclaredVariable[] = [];
  for (const { variable, type: node, defaultValue } of variableDefinitions) {
    const name = variable.name.value;
    const type = typeFromAST(schema, node as never) as GraphQLInputType | undefined;
    if (!isInputType(type) || name === '__proto__') return null;
    const fallback = defaultValue && valueFromAST(defaultValue, type);
    if (isComposite(fallback)) return null;
    found.push({ name, type, fallback });
  }
  return found;
}

class InvalidValue extends Error {}

const invalidValue = new InvalidValue();
const refuseValue = () => {
  throw invalidValue;
};

/**
 * Coerces as graphql-js does, which looks up the type of each variable every time.
 * @returns null unless all values are valid.
 */
function validVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  sent: Variables,
): Variables | null {
  let variables = declared.get(operation);
  if (variables === undefined) {
    variables = declaredIn(schema, operation);
    declared.set(operation, variables);
  }
  if (variables === null) return null;
  const coerced: Record<string, unknown> = {};
  try {
    for (const { name, type, fallback } of variables) {
      if (Object.hasOwn(sent, name))
        coerced[name] = coerceInputValue(sent[name], type, refuseValue);
      else if (fallback !== undefined) coerced[name] = fallback;
      else if (isNonNullType(type)) return null;
    }
  } catch (error) {
    if (error === invalidValue) return null;
    throw error;
  }
  return coerced;
}

function invalidVariable(variable: VariableNode, path: Path, problem: string): InvalidOperation {
  const name = variable.name.value;
  const error = new GraphQLError(`Variable "$${name}" got invalid value; ${problem}`, {
    nodes: variable,
    extensions: { fields: [variableProblem(path, problem)] },
  });
  return InvalidOperation.of([error], 'BAD_USER_INPUT');
}

/** @throws InvalidOperation if a value has a field whose name is longer than any of the schema. */
function demandShortNames(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  sent: Variables,
): void {
  for (const { variable } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const within = Object.hasOwn(sent, name) ? pathOfLongName(sent[name]) : null;
    if (within === null) continue;
    const problem = `A field has a name of over ${inputNameCharactersMax} characters.`;
    const path = [...pathOfVariable(document, operation, name), ...within];
    throw invalidVariable(variable, path, problem);
  }
}

function isCondition(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  name: string,
): boolean {
  let isFound = false;
  visit(separateOperations(document)[operation.name?.value ?? ''] ?? document, {
    Directive: ({ arguments: given = [] }) => {
      isFound ||= given.some(
        ({ value }) => value.kind === Kind.VARIABLE && value.name.value === name,
      );
    },
  });
  return isFound;
}

/**
 * A nullable variable that has a default may be a condition. Null instead of the default is found
 * only while the operation runs, which may have changed something by then.
 * @throws InvalidOperation if a condition of `@skip` or `@include` is null.
 */
function demandConditions(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  sent: Variables,
): void {
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    if (!defaultValue || sent[name] !== null || !isCondition(document, operation, name)) continue;
    throw invalidVariable(variable, ['if'], 'A condition must not be null.');
  }
}

type Path = readonly (string | number)[];

class EnoughPaths extends Error {}

/**
 * The paths of the first bad values from their variables, in the order of graphql-js, which leaves
 * them out of its errors.
 */
function badPaths(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  sent: Variables,
  pathsMax: number,
): Path[] {
  const paths: Path[] = [];
  const add = (path: Path) => {
    paths.push(path);
    if (paths.length === pathsMax) throw new EnoughPaths();
  };
  try {
    for (const { variable, type: node, defaultValue } of definitions) {
      const name = variable.name.value;
      const type = typeFromAST(schema, node as never) as GraphQLInputType | undefined;
      const isSent = Object.hasOwn(sent, name);
      if (!isInputType(type) || (!isSent && defaultValue)) continue;
      const value = sent[name];
      if (isSent && (value !== null || !isNonNullType(type))) {
        coerceInputValue(value, type, (path) => add([name, ...path]));
      } else if (isNonNullType(type)) add([name]);
    }
  } catch (error) {
    if (!(error instanceof EnoughPaths)) throw error;
  }
  return paths;
}
