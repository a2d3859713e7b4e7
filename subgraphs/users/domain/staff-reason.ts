import { type FieldProblem, type TextRule, textProblems } from '../../../platform/values/text';

const reasonRule: TextRule = { charactersMax: 500, isMultiline: true };

/** Validates why staff changes somebody's account. */
export function reasonProblems(reason: string): FieldProblem[] {
  return textProblems(['reason'], reason, reasonRule);
}
