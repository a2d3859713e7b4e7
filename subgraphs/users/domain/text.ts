import { containsCardNumber } from '../../../platform/values/card-number';

/** What a line of text may hold. */
export interface TextLimits {
  readonly charactersMax: number;
  /** Telephone numbers are exempt: they look like card numbers now and then. */
  readonly cardNumberAllowed?: boolean;
}

/**
 * Line breaks and other control characters belong in no name, PostgreSQL refuses zero bytes, and
 * half a surrogate pair cannot be written in UTF-8.
 */
const noText = /[\p{Cc}\p{Cs}]/u;

/**
 * Why a line of text is refused, or null for a good one: the first problem, and its length as
 * written before anything else is looked at. Blank text is left to the caller.
 */
export function textProblem(text: string, limits: TextLimits): string | null {
  if (text.length > limits.charactersMax) {
    return `Takes at most ${limits.charactersMax} characters.`;
  }
  if (noText.test(text)) return 'Has characters that are no text.';
  if (limits.cardNumberAllowed !== true && containsCardNumber(text)) {
    return 'Looks like a card number, which is not to be kept here.';
  }
  return null;
}

/** The same for text that has to be there. */
export function requiredTextProblem(text: string, limits: TextLimits): string | null {
  const problem = textProblem(text, limits);
  return problem ?? (text.trim() === '' ? 'Must not be empty.' : null);
}
