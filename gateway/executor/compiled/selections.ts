import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { isCondition, isIncluded } from '../conditions';
import type { JsonObject } from './json';

/** An operation of a client, with the schema that it was validated against. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** Selections grouped by response name, in the order of first occurrence. */
type Fields = Map<string, FieldNode[]>;

interface Collecting {
  readonly of: Operation;
  /** The type of the object. */
  readonly type: GraphQLCompositeType;
  readonly variables: JsonObject;
  readonly fields: Fields;
  readonly spread: Set<string>;
}

function applies(condition: string | undefined, { of, type }: Collecting): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditionType = of.schema.getType(condition);
  return (
    isAbstractType(conditionType) && !isUnionType(type) && of.schema.isSubType(conditionType, type)
  );
}

function addField(node: FieldNode, fields: Fields): void {
  const name = (node.alias ?? node.name).value;
  const same = fields.get(name);
  if (same) same.push(node);
  else fields.set(name, [node]);
}

function addSpread(name: string, collecting: Collecting): void {
  const { of, spread } = collecting;
  const fragment = of.fragments[name];
  if (!fragment || spread.has(name)) return;
  spread.add(name);
  addFragment(fragment.typeCondition.name.value, fragment.selectionSet, collecting);
}

function addFragment(
  condition: string | undefined,
  set: SelectionSetNode,
  collecting: Collecting,
): void {
  if (applies(condition, collecting)) addSet(set, collecting);
}

function addSet({ selections }: SelectionSetNode, collecting: Collecting): void {
  for (const node of selections) {
    if (!isIncluded(node, collecting.variables)) continue;
    if (node.kind === Kind.FIELD) addField(node, collecting.fields);
    else if (node.kind === Kind.FRAGMENT_SPREAD) addSpread(node.name.value, collecting);
    else addFragment(node.typeCondition?.name.value, node.selectionSet, collecting);
  }
}

/** CollectFields of the GraphQL specification, for an object of a type. */
export function fieldsOf(
  of: Operation,
  type: GraphQLCompositeType,
  variables: JsonObject,
  nodes: readonly { readonly selectionSet?: SelectionSetNode }[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields: Fields = new Map();
  const collecting = { of, type, variables, fields, spread: new Set<string>() };
  for (const { selectionSet } of nodes) if (selectionSet) addSet(selectionSet, collecting);
  return fields;
}

interface MayBeConditional {
  readonly directives?: readonly DirectiveNode[];
  readonly selectionSet?: SelectionSetNode;
}

function addConditions({ directives = [], selectionSet }: MayBeConditional, names: Set<string>) {
  for (const { arguments: given = [] } of directives.filter(isCondition)) {
    for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
  }
  for (const selection of selectionSet?.selections ?? []) addConditions(selection, names);
}

/** Variables used by `@skip` and `@include`. */
export function conditionsOf({ operation, fragments }: Operation): readonly string[] {
  const names = new Set<string>();
  for (const node of [operation, ...Object.values(fragments)]) addConditions(node, names);
  return [...names];
}
