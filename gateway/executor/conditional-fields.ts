import {
  type DocumentNode,
  type FieldNode,
  getOperationAST,
  type InlineFragmentNode,
  Kind,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { isCondition, isIncluded } from './conditions';

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

/** Deletes what a literal leaves out. */
const withoutLeftOut = (node: SelectionNode): null | undefined =>
  isIncluded(node, {}) ? undefined : null;

/** The answer leaves it out, too, but a set must not be empty. */
const nothing = getOperationAST(parse('{ __typename @include(if: false) }'))?.selectionSet;

const notEmpty = ({ selections }: SelectionSetNode): SelectionSetNode | undefined =>
  selections.length === 0 ? nothing : undefined;

/**
 * Puts each conditional field into a fragment before it is planned. What such a field depends on is
 * fetched on its condition, but the planner requires it for the other fields of the fetch as well:
 * they would be null without an error. It keeps fragments with conditions apart.
 * What a literal leaves out is deleted: below a condition, the planner fetches it.
 */
export const conditionsApart = (document: DocumentNode): DocumentNode =>
  visit(document, {
    Field: { enter: withoutLeftOut, leave: inFragment },
    InlineFragment: { enter: withoutLeftOut },
    FragmentSpread: { enter: withoutLeftOut },
    SelectionSet: { leave: notEmpty },
  });
