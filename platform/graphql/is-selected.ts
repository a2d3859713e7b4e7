import {
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

type Selected = Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>;

const isExcluded = (node: SelectionNode, { variableValues }: Selected): boolean =>
  getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true ||
  getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if === false;

function isSelectedIn(
  set: SelectionSetNode | undefined,
  [name, ...rest]: readonly string[],
  info: Selected,
): boolean {
  if (name === undefined) return true;
  return (set?.selections ?? []).some((node) => {
    if (isExcluded(node, info)) return false;
    if (node.kind === Kind.FIELD) {
      return node.name.value === name && isSelectedIn(node.selectionSet, rest, info);
    }
    const inner = node.kind === Kind.INLINE_FRAGMENT ? node : info.fragments[node.name.value];
    return isSelectedIn(inner?.selectionSet, [name, ...rest], info);
  });
}

/**
 * Whether the query selects a field below the resolved one, so that one statement can read both.
 * @param path names of fields, e.g. `edges`, `node`, `available`.
 */
export const isSelected = (
  info: Selected & Pick<GraphQLResolveInfo, 'fieldNodes'>,
  path: readonly string[],
): boolean => info.fieldNodes.some(({ selectionSet }) => isSelectedIn(selectionSet, path, info));
