import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

type Fragments = GraphQLResolveInfo['fragments'];

function isIn(
  set: SelectionSetNode | undefined,
  [name, ...rest]: readonly string[],
  fragments: Fragments,
): boolean {
  if (name === undefined) return true;
  return (set?.selections ?? []).some((node) => {
    if (node.kind === Kind.FIELD) {
      return node.name.value === name && isIn(node.selectionSet, rest, fragments);
    }
    const inner = node.kind === Kind.INLINE_FRAGMENT ? node : fragments[node.name.value];
    return isIn(inner?.selectionSet, [name, ...rest], fragments);
  });
}

/**
 * Whether a field below the one that is resolved is asked for, so that one statement can bring it
 * along. Of what `@skip` and `@include` leave out it says yes, too: that costs, and harms nothing.
 * @param path names of fields, e.g. `edges`, `node`, `available`.
 */
export const isAskedFor = (
  { fieldNodes, fragments }: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>,
  path: readonly string[],
): boolean => fieldNodes.some(({ selectionSet }) => isIn(selectionSet, path, fragments));
