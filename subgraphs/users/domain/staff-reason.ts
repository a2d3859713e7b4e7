import { type TextRule, textProblems } from '../../../platform/values/text';
import type { Problem } from './account';

const reasonRule: TextRule = { charactersMax: 500, isMultiline: true };

/** Validates why staff changes somebody's account. */
export function reasonProblems(reason: string): Problem[] {
  return textProblems(['reason'], reason, reasonRule);
}
