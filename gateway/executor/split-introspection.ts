import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { type Fragments, fragmentsOf } from '../operation/fragments';

/** One half of an operation as a document of its own. */
interface Half {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** An operation that asks for the schema, as the part that does and the rest. */
export interface SplitOperation {
  readonly introspection: Half;
  /** Null if the operation asks for nothing but the schema. */
  readonly rest: Half | null;
  /** The response names of the root fields, in the order of the operation. */
  readonly names: readonly string[];
  /** The variables of the introspection. */
  readonly variables: readonly string[];
}

type RootFieldFilter = (field: FieldNode) => boolean;

const isIntrospection: RootFieldFilter = ({ name }) =>
  name.value === '__schema' || name.value === '__type';

/** The root fields, in fragments too. */
function rootFields(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  visited = new Set<string>(),
): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return rootFields(selection.selectionSet, fragments, visited);
    }
    const fragment = fragments.get(selection.name.value);
    if (!fragment || visited.has(selection.name.value)) return [];
    visited.add(selection.name.value);
    return rootFields(fragment.selectionSet, fragments, visited);
  });
}

/** The selections with only the root fields that the filter keeps; fragments become inline ones. */
function kept({ selections }: SelectionSetNode, fragments: Fragments, isKept: RootFieldFilter) {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return isKept(selection) ? [selection] : [];
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!inner) return [];
    const below: SelectionNode[] = kept(inner.selectionSet, fragments, isKept);
    if (below.length === 0) return [];
    const { typeCondition } = inner;
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(typeCondition ? { typeCondition } : {}),
        directives: selection.directives ?? [],
        selectionSet: { kind: Kind.SELECTION_SET, selections: below },
      },
    ];
  });
}

/** The names of the fragments and variables that are used in an operation and in its fragments. */
function namesUsed(operation: OperationDefinitionNode, fragments: Fragments) {
  const used = { fragments: new Set<string>(), variables: new Set<string>() };
  const look = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      VariableDefinition: () => false,
      Variable: ({ name }) => void used.variables.add(name.value),
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (!fragment || used.fragments.has(name.value)) return;
        used.fragments.add(name.value);
        look(fragment);
      },
    });
  };
  look(operation);
  return used;
}

/** The planner reads every fragment and variable of a document, so unused ones are left out. */
function halfOf(
  operation: OperationDefinitionNode,
  fragments: Fragments,
  isKept: RootFieldFilter,
): Half {
  const selections = kept(operation.selectionSet, fragments, isKept);
  const shorter = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
  const used = namesUsed(shorter, fragments);
  const definitions = [...fragments.values()].filter(({ name }) => used.fragments.has(name.value));
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.variables.has(variable.name.value),
  );
  const half = { ...shorter, variableDefinitions };
  return {
    operation: half,
    document: { kind: Kind.DOCUMENT, definitions: [half, ...definitions] },
  };
}

/**
 * Splits a valid operation, whose spread fragments are limited.
 * @returns null if it does not ask for the schema.
 */
export function splitIntrospection(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): SplitOperation | null {
  const fragments = fragmentsOf(document);
  const fields = rootFields(operation.selectionSet, fragments);
  if (!fields.some(isIntrospection)) return null;
  const onlySchema = fields.every(({ name }) => name.value.startsWith('__'));
  const isLocal: RootFieldFilter = (field) => onlySchema || isIntrospection(field);
  const introspection = halfOf(operation, fragments, isLocal);
  return {
    introspection,
    rest: onlySchema ? null : halfOf(operation, fragments, (field) => !isLocal(field)),
    names: [...new Set(fields.map(({ alias, name }) => (alias ?? name).value))],
    variables: (introspection.operation.variableDefinitions ?? []).map(
      ({ variable }) => variable.name.value,
    ),
  };
}
