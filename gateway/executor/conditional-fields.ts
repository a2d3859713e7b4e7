import type { ApolloGateway } from '@apollo/gateway';
import { type DocumentNode, type FieldNode, type InlineFragmentNode, Kind, visit } from 'graphql';
import { isCondition } from './compiled/selections';

type Executor = ApolloGateway['executor'];

/** Writes `name @include(if: $x)` as `... @include(if: $x) { name }`, which means the same. */
function inFragment(field: FieldNode): InlineFragmentNode | undefined {
  const { directives = [] } = field;
  const conditions = directives.filter(isCondition);
  if (conditions.length === 0) return undefined;
  const unconditional = { ...field, directives: directives.filter((one) => !isCondition(one)) };
  return {
    kind: Kind.INLINE_FRAGMENT,
    directives: conditions,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [unconditional] },
  };
}

/**
 * Puts each conditional field into a fragment before it is planned. What such a field depends on is
 * fetched on its condition, but the planner requires it for the other fields of the fetch as well:
 * they would be null without an error. It keeps fragments with conditions apart.
 */
export function withConditionsApart(run: Executor): Executor {
  const rewritten = new WeakMap<DocumentNode, DocumentNode>();
  const rewrittenOf = (document: DocumentNode): DocumentNode => {
    const known = rewritten.get(document);
    if (known) return known;
    const apart = visit(document, { Field: { leave: inFragment } });
    rewritten.set(document, apart);
    return apart;
  };
  return (request) => {
    const document = rewrittenOf(request.document);
    return run(document === request.document ? request : { ...request, document });
  };
}
