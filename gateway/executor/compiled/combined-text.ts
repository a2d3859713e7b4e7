import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { GraphqlRequest } from '../../../platform/graphql/execute';
import { entitiesField, representationsVariable } from '../subgraph-fetch';
import type { FetchNode } from './plan';

/** The name of a list of entities in a combined text: the alias of its field, and its variable. */
export const listName = (place: number): string => `${entitiesField}${place}`;

/** The operation of an entity fetch with another name for its list; null if it is an unusual one. */
function renamed({ operation }: FetchNode, name: string): OperationDefinitionNode | null {
  const [definition, ...others] = parse(operation, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) return null;
  const [field, ...fields] = definition.selectionSet.selections;
  if (field?.kind !== Kind.FIELD || field.name.value !== entitiesField) return null;
  if (fields.length > 0 || definition.directives?.length || field.directives?.length) return null;
  const value = { kind: Kind.NAME, value: name } as const;
  return visit(definition, {
    Field: (node) => (node === field ? { ...node, alias: value } : undefined),
    Variable: (node) =>
      node.name.value === representationsVariable ? { ...node, name: value } : undefined,
  });
}

/**
 * One operation for several entity fetches of a service, with a list of entities for each.
 * @returns null if they have to be sent one by one.
 */
export function combinedText(
  nodes: readonly FetchNode[],
): Pick<GraphqlRequest, 'query' | 'operationName'> | null {
  const reserved = [representationsVariable, ...nodes.map((_, place) => listName(place))];
  const usages = nodes.flatMap(({ variableUsages = [] }) => variableUsages);
  if (usages.some((name) => reserved.includes(name))) return null;
  // A variable of the client has the same definition in every fetch.
  const variables = new Map<string, VariableDefinitionNode>();
  const fields: FieldNode[] = [];
  for (const [place, node] of nodes.entries()) {
    const operation = renamed(node, listName(place));
    if (operation === null) return null;
    for (const each of operation.variableDefinitions ?? []) {
      variables.set(each.variable.name.value, each);
    }
    fields.push(operation.selectionSet.selections[0] as FieldNode);
  }
  const { operationName } = nodes[0] ?? {};
  const combined: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: 'query' as OperationDefinitionNode['operation'],
    name: operationName === undefined ? undefined : { kind: Kind.NAME, value: operationName },
    variableDefinitions: [...variables.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections: fields },
  };
  return { query: stripIgnoredCharacters(print(combined)), operationName };
}
