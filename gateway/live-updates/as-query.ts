import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  separateOperations,
  type VariableDefinitionNode,
  type VariableNode,
  visit,
} from 'graphql';
import { isIncluded } from '../executor/conditions';
import { fragmentsOf } from '../operation/fragments';
import { readFields, type WatchedField } from '../served-schema';

/**
 * Aliases of what each read of an order selects in addition to the client's fields. GraphQL reserves
 * names that begin like these, so that no client has them for a field of its own.
 */
export const versionName = '__version';
export const updatedAtName = '__updatedAt';

const aliased = (alias: string, name: string): FieldNode => ({
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: alias },
  name: { kind: Kind.NAME, value: name },
});

const stateNodes = [aliased(versionName, 'version'), aliased(updatedAtName, 'updatedAt')];

/** The root field, in the operation or in a fragment. Validation allows at most one. */
export function watchedNode(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): FieldNode | null {
  const fragments = fragmentsOf(document);
  const inSet = ({ selections }: SelectionSetNode): FieldNode | null => {
    for (const selection of selections) {
      const found = inSelection(selection);
      if (found) return found;
    }
    return null;
  };
  const inSelection = (selection: SelectionNode): FieldNode | null => {
    // Validation allows only literals as conditions here.
    if (!isIncluded(selection, {})) return null;
    if (selection.kind === Kind.FIELD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) return inSet(selection.selectionSet);
    const fragment = fragments.get(selection.name.value);
    return fragment ? inSet(fragment.selectionSet) : null;
  };
  return inSet(operation.selectionSet);
}

/**
 * The operation with its fragments, as a query whose root field is replaced. It keeps its response
 * name, by an alias.
 */
function readBy(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  field: WatchedField,
  rewritten: (node: FieldNode) => FieldNode,
): DocumentNode {
  const own = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  return visit(own, {
    OperationDefinition: (node) => ({ ...node, operation: OperationTypeNode.QUERY }),
    NamedType: (node) =>
      node.name.value === 'Subscription'
        ? { ...node, name: { ...node.name, value: 'Query' } }
        : undefined,
    Field: (node) => {
      if (node.name.value !== field) return undefined;
      const name = { ...node.name, value: readFields[field] };
      return rewritten({ ...node, alias: node.alias ?? node.name, name });
    },
  });
}

/**
 * The query for `orderUpdated`: the same document with the root field replaced, and the version and
 * its time selected.
 */
export function asQuery(document: DocumentNode, operation: OperationDefinitionNode): string {
  const query = readBy(document, operation, 'orderUpdated', (node) => {
    const selections = [...(node.selectionSet?.selections ?? []), ...stateNodes];
    return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  });
  return print(query);
}

const named = (value: string): NameNode => ({ kind: Kind.NAME, value });
const variable = (name: string): VariableNode => ({ kind: Kind.VARIABLE, name: named(name) });

const defined = (name: string, type: string): VariableDefinitionNode => ({
  kind: Kind.VARIABLE_DEFINITION,
  variable: variable(name),
  type: { kind: Kind.NAMED_TYPE, name: named(type) },
});

const argument = (name: string, value: string): ArgumentNode => ({
  kind: Kind.ARGUMENT,
  name: named(name),
  value: variable(value),
});

const wrapped = (name: string, selectionSet: SelectionSetNode | undefined): SelectionSetNode => ({
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: named(name), ...(selectionSet ? { selectionSet } : {}) }],
});

/** The variables of a query for `ordersChanged`. */
export interface ChangesVariables {
  readonly first: string;
  readonly filter: string;
}

/** Chooses names that the client does not use. */
function changesVariables({ variableDefinitions = [] }: OperationDefinitionNode): ChangesVariables {
  const taken = new Set(variableDefinitions.map((definition) => definition.variable.name.value));
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name);
  return { first: free('changedFirst'), filter: free('changedFilter') };
}

/** Removes variables that only the filter used, because unused variables are invalid. */
function withoutUnusedVariables(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: (node) => void used.add(node.name.value),
  });
  return visit(document, {
    VariableDefinition: (node) => (used.has(node.variable.name.value) ? undefined : null),
  });
}

/**
 * The query for `ordersChanged`: the list `orders`, with a page size and a filter of our own and the
 * client's selection below its nodes.
 */
export function asChangesQuery(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): { readonly query: string; readonly variables: ChangesVariables } {
  const variables = changesVariables(operation);
  const read = readBy(document, operation, 'ordersChanged', (node) => ({
    ...node,
    arguments: [argument('first', variables.first), argument('filter', variables.filter)],
    selectionSet: wrapped('edges', wrapped('node', node.selectionSet)),
  }));
  const declared = visit(read, {
    OperationDefinition: (node) => ({
      ...node,
      variableDefinitions: [
        ...(node.variableDefinitions ?? []),
        defined(variables.first, 'Int'),
        defined(variables.filter, 'OrderFilter'),
      ],
    }),
  });
  return { query: print(withoutUnusedVariables(declared)), variables };
}
