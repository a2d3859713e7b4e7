import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  separateOperations,
  visit,
} from 'graphql';
import { readField, watchedField } from './schema';

/** Alias of the version, which each read selects in addition to the client's fields. */
export const versionName = 'watchedVersion';
/** Tokens that selecting the version adds. */
export const versionTokens = 3;

const versionNode: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: versionName },
  name: { kind: Kind.NAME, value: 'version' },
};

/** The root field, in the operation or in a fragment. Validation allows only one. */
export function watchedNode(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): FieldNode | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  }
  const inSet = ({ selections }: SelectionSetNode): FieldNode | null => {
    for (const selection of selections) {
      const found = inSelection(selection);
      if (found) return found;
    }
    return null;
  };
  const inSelection = (selection: SelectionNode): FieldNode | null => {
    if (selection.kind === Kind.FIELD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) return inSet(selection.selectionSet);
    const fragment = fragments.get(selection.name.value);
    return fragment ? inSet(fragment.selectionSet) : null;
  };
  return inSet(operation.selectionSet);
}

/**
 * The query for a subscription: the same document with the root field replaced and the version
 * selected. An alias of the root field stays.
 */
export function asQuery(document: DocumentNode, operation: OperationDefinitionNode): string {
  const own = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  const query = visit(own, {
    OperationDefinition: (node) => ({ ...node, operation: OperationTypeNode.QUERY }),
    NamedType: (node) =>
      node.name.value === 'Subscription'
        ? { ...node, name: { ...node.name, value: 'Query' } }
        : undefined,
    Field: (node) => {
      if (node.name.value !== watchedField) return undefined;
      const selections = [...(node.selectionSet?.selections ?? []), versionNode];
      return {
        ...node,
        name: { ...node.name, value: readField },
        selectionSet: { kind: Kind.SELECTION_SET, selections },
      };
    },
  });
  return print(query);
}
