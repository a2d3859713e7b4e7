import { type DirectiveNode, Kind, type SelectionNode } from 'graphql';

/** Whether it is `@skip` or `@include`. */
export const isCondition = ({ name }: DirectiveNode): boolean =>
  name.value === 'skip' || name.value === 'include';

/**
 * Whether `@skip` and `@include` leave the selection in.
 * @param variables coerced. One that is missing leaves nothing out.
 */
export const isIncluded = (
  { directives = [] }: SelectionNode,
  variables: Readonly<Record<string, unknown>>,
): boolean =>
  directives.filter(isCondition).every(({ name, arguments: [condition] = [] }) => {
    const value = condition?.value;
    const literal = value?.kind === Kind.BOOLEAN ? value.value : undefined;
    const isTrue = value?.kind === Kind.VARIABLE ? variables[value.name.value] : literal;
    return isTrue !== (name.value === 'skip');
  });
