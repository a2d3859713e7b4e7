import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

type Fragments = GraphQLResolveInfo['fragments'];

function isSelectedIn(
  set: SelectionSetNode | undefined,
  [name, ...rest]: readonly string[],
  fragments: Fragments,
): boolean {
  if (name === undefined) return true;
  return (set?.selections ?? []).some((node) => {
    if (node.kind === Kind.FIELD) {
      return node.name.value === name && isSelectedIn(node.selectionSet, rest, fragments);
    }
    const inner = node.kind === Kind.INLINE_FRAGMENT ? node : fragments[node.name.value];
    return isSelectedIn(inner?.selectionSet, [name, ...rest], fragments);
  });
}

/**
 * Whether the query selects a field below the resolved one, so that one statement can read both.
 * Fields excluded by `@skip` or `@include` count as selected, which only costs a little.
 * @param path names of fields, e.g. `edges`, `node`, `available`.
 */
export const isSelected = (
  { fieldNodes, fragments }: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>,
  path: readonly string[],
): boolean => fieldNodes.some(({ selectionSet }) => isSelectedIn(selectionSet, path, fragments));
