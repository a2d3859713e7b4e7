import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { gatewayError } from '../errors';
import type { Charge, OperationCost, OwnWrites } from '../http/exchange';
import { mutationPoints, type OperationLimits, spreadSelectionsMax } from '../limits';
import { declaredVariables } from './declared-variables';
import { rootFieldRules } from './field-rules';
import { type Fragments, fragmentsOf } from './fragments';
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
  /** Root fields by the counter that counts them. */
  readonly counted: Pick<Charge, 'fields' | 'signIns' | 'refreshes'>;
  /** A field that is selected twice although an operation may select it once; null if there is none. */
  readonly selectedTwice: string | null;
  readonly inputs: InputMeasure;
}

function rootNames(
  selectionSet: SelectionSetNode,
  fragments: Fragments,
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

/** Introspection counts as one field. */
function countedFields(names: readonly string[]): OperationMeasure['counted'] {
  const counters = names.map((name) => rootFieldRules.get(name)?.counter);
  const signIns = counters.filter((counter) => counter === 'signIns').length;
  const refreshes = counters.filter((counter) => counter === 'refreshes').length;
  const others = counters.length - signIns - refreshes;
  return { fields: counters.length === 0 ? 1 : others, signIns, refreshes };
}

const selectedTwiceIn = (names: readonly string[]): string | null =>
  names.find(
    (name, place) => rootFieldRules.get(name)?.atMostOnce && names.indexOf(name) < place,
  ) ?? null;

function measure(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationMeasure {
  const fragments = fragmentsOf(document);
  const root = schema.getRootType(operation.operation);
  if (!root)
    throw gatewayError('OPERATION_RESOLUTION_FAILURE', 'The schema has no such operation type.');
  const rootFields = rootNames(operation.selectionSet, fragments);
  const names = [...rootFields.values()];
  return {
    shape: shapeMeasure(schema, fragments)(root, operation.selectionSet, true),
    rootFields,
    mutations: operation.operation === OperationTypeNode.MUTATION ? rootFields.size : 0,
    counted: countedFields(names),
    selectedTwice: selectedTwiceIn(names),
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
    const found = known.get(operation);
    if (found !== undefined) return found;
    const measured = measure(schema, document, operation);
    known.set(operation, measured);
    return measured;
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
  const { cost } = shape;
  const requested = typeof cost === 'number' ? cost : cost(withDefaults(operation, variables));
  return { requested: Math.min(requested, Number.MAX_SAFE_INTEGER), budget: limits.cost };
}

/**
 * The points that a run takes from the viewer's rate counters: its cost, and surcharges for
 * mutations and input.
 */
export function chargeOf(
  { counted, mutations, inputs }: OperationMeasure,
  { requested }: OperationCost,
  variables: Variables,
  ownWrites?: OwnWrites,
): Charge {
  const cost = requested + mutations * mutationPoints + inputPoints(inputs, variables);
  const { fields, signIns, refreshes } = counted;
  return { fields, signIns, refreshes, cost, ownWrites };
}

/** @throws OPERATION_TOO_COMPLEX with the limit and the actual number. */
export function demandAffordable(
  found: OperationMeasure,
  cost: OperationCost,
  limits: OperationLimits,
): void {
  const { shape, rootFields, selectedTwice } = found;
  demandAtMost('levels of fields', shape.depth, limits.depth);
  demandAtMost('root fields', rootFields.size, limits.rootFields);
  demandAtMost('selections, all fragments spread', shape.spread, spreadSelectionsMax);
  demandAtMost('points of cost', cost.requested, cost.budget);
  if (selectedTwice === null) return;
  const message = `An operation may select ${selectedTwice} once. Send one operation for each.`;
  throw gatewayError('OPERATION_TOO_COMPLEX', message);
}
