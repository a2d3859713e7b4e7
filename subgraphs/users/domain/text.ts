import { textProblem as problemOf, type TextRule } from '../../../platform/values/text';

/** Limits for a line of text. */
export type TextLimits = Pick<TextRule, 'charactersMax' | 'mayLookLikeCard'>;

/** Why a line of text is rejected, or null if it is valid. Blank text is valid. */
export function textProblem(text: string, limits: TextLimits): string | null {
  return problemOf(text, { ...limits, isOptional: true });
}

/** The same for required text. */
export function requiredTextProblem(text: string, limits: TextLimits): string | null {
  return problemOf(text, limits);
}
