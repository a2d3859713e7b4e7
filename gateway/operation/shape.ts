import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { costedPageDefault, costedPageMax, plainListCost } from '../limits';
import { rootFieldRules } from './field-rules';
import type { Fragments } from './fragments';

export type Variables = Readonly<Record<string, unknown>>;

/** A number, or a function if it depends on variables. */
type Figure = number | ((variables: Variables) => number);

/**
 * A selection set with its fragments. Fragments are measured once and shared, so that measuring is
 * linear in the document however often they are spread.
 */
export interface Shape {
  readonly depth: number;
  /** Selections after all fragments are spread. */
  readonly spread: number;
  readonly cost: Figure;
}

const isConnection = (type: GraphQLNamedType): boolean =>
  isObjectType(type) && 'edges' in type.getFields() && 'pageInfo' in type.getFields();

const isEdge = (type: GraphQLNamedType): boolean =>
  isObjectType(type) && 'node' in type.getFields() && 'cursor' in type.getFields();

/** An object with its own row. Money and addresses are part of another row. */
const hasId = (type: GraphQLNamedType): boolean =>
  (isObjectType(type) || isInterfaceType(type)) &&
  Object.values(type.getFields()).some((field) => getNamedType(field.type).name === 'ID');

function pageSize(value: unknown): number {
  if (typeof value !== 'number' || Number.isNaN(value)) return costedPageDefault;
  return Math.max(1, Math.min(value, costedPageMax));
}

function pageSizeOf(value: ValueNode | undefined, fallback: unknown): Figure {
  if (value === undefined) return pageSize(fallback);
  if (value.kind === Kind.INT) return pageSize(Number(value.value));
  if (value.kind !== Kind.VARIABLE) return pageSize(fallback);
  const name = value.name.value;
  return (variables) =>
    pageSize(Object.hasOwn(variables, name) ? (variables[name] ?? fallback) : fallback);
}

type Field = GraphQLField<unknown, unknown>;

/** The number of rows that a field counts for. */
function multiplierOf(parent: GraphQLCompositeType, field: Field, node: FieldNode): Figure {
  if (isConnection(getNamedType(field.type))) {
    const argument = node.arguments?.find(({ name }) => name.value === 'first');
    const declared = field.args.find(({ name }) => name === 'first');
    return pageSizeOf(argument?.value, declared?.defaultValue);
  }
  const list = isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type));
  return list && !isConnection(parent) ? plainListCost : 1;
}

/** 1 if the field needs a read, 0 if it is part of its parent's row. */
function readsOf(parent: GraphQLCompositeType, field: Field, isRoot: boolean): number {
  const type = getNamedType(field.type);
  if (isRoot) return rootFieldRules.get(field.name)?.cost ?? 1;
  if (!isCompositeType(type) || isConnection(parent) || isEdge(parent)) return 0;
  const list = isListType(getNullableType(field.type));
  return list || isConnection(type) || hasId(type) ? 1 : 0;
}

const resolve = (figure: Figure, variables: Variables): number =>
  typeof figure === 'number' ? figure : figure(variables);

const nothing: Shape = { depth: 0, spread: 0, cost: 0 };

function costOfField(times: Figure, reads: number, below: Figure): Figure {
  if (typeof times === 'number' && typeof below === 'number') return times * (reads + below);
  return (variables) => resolve(times, variables) * (reads + resolve(below, variables));
}

/** Measures a valid document: names exist, and fragments have no cycles. */
export function shapeMeasure(schema: GraphQLSchema, fragments: Fragments) {
  const measured = new Map<SelectionSetNode, Shape>();

  const ofField = (parent: GraphQLCompositeType, node: FieldNode, isRoot: boolean): Shape => {
    const name = node.name.value;
    // Introspection is in memory, and its depth is limited by the types.
    if (name.startsWith('__')) return { depth: 1, spread: 1, cost: 0 };
    const field = 'getFields' in parent ? parent.getFields()[name] : undefined;
    if (!field) return nothing;
    const type = getNamedType(field.type);
    const below =
      node.selectionSet && isCompositeType(type) ? ofSet(type, node.selectionSet) : nothing;
    const times = multiplierOf(parent, field, node);
    const reads = readsOf(parent, field, isRoot);
    return {
      depth: below.depth + 1,
      spread: below.spread + 1,
      cost: costOfField(times, reads, below.cost),
    };
  };

  const ofCondition = (parent: GraphQLCompositeType, type: string | undefined) => {
    const condition = type === undefined ? undefined : schema.getType(type);
    return condition && isCompositeType(condition) ? condition : parent;
  };

  const ofSet = (
    parent: GraphQLCompositeType,
    selectionSet: SelectionSetNode,
    isRoot = false,
  ): Shape => {
    const known = measured.get(selectionSet);
    if (known) return known;
    const parts = selectionSet.selections.map((selection): Shape => {
      if (selection.kind === Kind.FIELD) return ofField(parent, selection, isRoot);
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const type = ofCondition(parent, selection.typeCondition?.name.value);
        return ofSet(type, selection.selectionSet, isRoot);
      }
      const fragment = fragments.get(selection.name.value);
      if (!fragment) return nothing;
      const type = ofCondition(parent, fragment.typeCondition.name.value);
      return ofSet(type, fragment.selectionSet, isRoot);
    });
    const shape = combine(parts);
    measured.set(selectionSet, shape);
    return shape;
  };
  return ofSet;
}

/** The sum, with what does not depend on variables added up at once. */
function sumOf(figures: readonly Figure[]): Figure {
  const known = figures.reduce<number>(
    (sum, figure) => (typeof figure === 'number' ? sum + figure : sum),
    0,
  );
  const others = figures.filter((figure) => typeof figure !== 'number');
  if (others.length === 0) return known;
  let last: { readonly variables: Variables; readonly sum: number } | null = null;
  // A fragment is calculated once per request, however often it is spread.
  return (variables) => {
    if (last?.variables !== variables) {
      const sum = others.reduce((total, figure) => total + figure(variables), known);
      last = { variables, sum };
    }
    return last.sum;
  };
}

const combine = (parts: readonly Shape[]): Shape => ({
  depth: Math.max(0, ...parts.map(({ depth }) => depth)),
  spread: parts.reduce((sum, { spread }) => sum + spread, 0),
  cost: sumOf(parts.map(({ cost }) => cost)),
});
