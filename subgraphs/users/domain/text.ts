import { textProblem as problemOf, type TextRule } from '../../../platform/values/text';

/** What a line of text may hold. */
export type TextLimits = Pick<TextRule, 'charactersMax' | 'mayLookLikeCard'>;

/** Why a line of text is refused, or null for a good one. Blank text is left to the caller. */
export function textProblem(text: string, limits: TextLimits): string | null {
  return problemOf(text, { ...limits, isOptional: true });
}

/** The same for text that has to be there. */
export function requiredTextProblem(text: string, limits: TextLimits): string | null {
  return problemOf(text, limits);
}
