import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { gatewayError } from '../errors';
import type { Charge, OperationCost } from '../http/exchange';
import { mutationPoints, type OperationLimits, spreadSelectionsMax } from '../limits';
import { declaredVariables } from './declared-variables';
import { rootFieldRules } from './field-rules';
import { type InputMeasure, inputPoints, measureInputs } from './input-rows';
import { type Shape, shapeMeasure, type Variables } from './shape';
import { demandAtMost } from './syntax-counts';

/** Properties of an operation that do not depend on its variables. */
export interface OperationMeasure {
  readonly shape: Shape;
  /** Root fields by response name, without introspection. */
  readonly rootFields: ReadonlyMap<string, string>;
  /** Root fields that change something. */
  readonly mutations: number;
  readonly inputs: InputMeasure;
}

function rootNames(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  visited = new Set<string>(),
  names = new Map<string, string>(),
): Map<string, string> {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      const { alias, name } = selection;
      if (!name.value.startsWith('__')) names.set((alias ?? name).value, name.value);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      rootNames(selection.selectionSet, fragments, visited, names);
    } else if (!visited.has(selection.name.value)) {
      visited.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      if (fragment) rootNames(fragment.selectionSet, fragments, visited, names);
    }
  }
  return names;
}

function measure(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationMeasure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const root = schema.getRootType(operation.operation);
  if (!root)
    throw gatewayError('OPERATION_RESOLUTION_FAILURE', 'The schema has no such operation type.');
  const rootFields = rootNames(operation.selectionSet, fragments);
  return {
    shape: shapeMeasure(schema, fragments)(root, operation.selectionSet, true),
    rootFields,
    mutations: operation.operation === OperationTypeNode.MUTATION ? rootFields.size : 0,
    inputs: measureInputs(operation, fragments),
  };
}

/** The declared variables, with the numbers that are defaults of those not sent. */
function withDefaults(operation: OperationDefinitionNode, sent: Variables): Variables {
  const values = declaredVariables(operation, sent);
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    if (defaultValue?.kind !== Kind.INT || Object.hasOwn(values, name)) continue;
    values[name] = Number(defaultValue.value);
  }
  return values;
}

/** Caches measures as long as the parsed document lives. */
export function operationMeasures() {
  const known = new WeakMap<OperationDefinitionNode, OperationMeasure>();
  return (
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): OperationMeasure => {
    const found = known.get(operation) ?? measure(schema, document, operation);
    known.set(operation, found);
    return found;
  };
}

/**
 * The cost of one run: 1 per field that reads, multiplied by `first` for a connection and by 10 for
 * a plain list, including everything selected below.
 */
export function costOf(
  operation: OperationDefinitionNode,
  { shape }: OperationMeasure,
  variables: Variables,
  limits: OperationLimits,
): OperationCost {
  const requested = shape.cost(withDefaults(operation, variables));
  return { requested: Math.min(requested, Number.MAX_SAFE_INTEGER), budget: limits.cost };
}

/**
 * The points that a run takes from the viewer's rate counters: its cost, and surcharges for
 * mutations and input.
 */
export function chargeOf(
  { rootFields, mutations, inputs }: OperationMeasure,
  { requested }: OperationCost,
  variables: Variables,
): Charge {
  const counters = [...rootFields.values()].map((name) => rootFieldRules.get(name)?.counter);
  const signIns = counters.filter((counter) => counter === 'signIns').length;
  const refreshes = counters.filter((counter) => counter === 'refreshes').length;
  const others = counters.length - signIns - refreshes;
  // Introspection counts as one field.
  const cost = requested + mutations * mutationPoints + inputPoints(inputs, variables);
  return { fields: counters.length === 0 ? 1 : others, signIns, refreshes, cost };
}

/** @throws OPERATION_TOO_COMPLEX if a field is selected twice that an operation may select once. */
function demandOnce(rootFields: ReadonlyMap<string, string>): void {
  const seen = new Set<string>();
  for (const field of rootFields.values()) {
    if (rootFieldRules.get(field)?.atMostOnce && seen.has(field)) {
      const message = `An operation may select ${field} once. Send one operation for each.`;
      throw gatewayError('OPERATION_TOO_COMPLEX', message);
    }
    seen.add(field);
  }
}

/** @throws OPERATION_TOO_COMPLEX with the limit and the actual number. */
export function demandAffordable(
  found: OperationMeasure,
  cost: OperationCost,
  limits: OperationLimits,
): void {
  const bounds: readonly (readonly [string, number, number])[] = [
    ['levels of fields', found.shape.depth, limits.depth],
    ['root fields', found.rootFields.size, limits.rootFields],
    ['selections, all fragments spread', found.shape.spread, spreadSelectionsMax],
    ['points of cost', cost.requested, cost.budget],
  ];
  for (const [what, counted, allowed] of bounds) demandAtMost(what, counted, allowed);
  demandOnce(found.rootFields);
}
