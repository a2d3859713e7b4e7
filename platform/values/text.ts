import { containsCardNumber } from './card-number';

/** What one text of an input may be. */
export interface TextRule {
  /** UTF-16 units as sent, before trimming. */
  readonly charactersMax: number;
  /** It may be absent or blank. */
  readonly isOptional?: boolean;
  /** Notes, reasons and descriptions may have tabs and line breaks. */
  readonly isMultiline?: boolean;
  /** Tracking codes and telephone numbers look like card numbers now and then. */
  readonly mayLookLikeCard?: boolean;
}

interface FieldProblem {
  readonly path: string[];
  readonly message: string;
}

const controlCharacter = /\p{Cc}/u;
const controlCharacterBesidesLayout = /[^\P{Cc}\t\n\r]/u;

/**
 * The first reason to refuse a text, or null. The length comes first, so that nothing else is ever
 * done with a text of any size. PostgreSQL stores no zero byte, and UTF-8 no half surrogate pair.
 */
export function textProblem(text: string, rule: TextRule): string | null {
  if (text.length > rule.charactersMax) return `Takes at most ${rule.charactersMax} characters.`;
  if (!text.isWellFormed()) return 'Contains half a surrogate pair, which is not a character.';
  const refused = rule.isMultiline ? controlCharacterBesidesLayout : controlCharacter;
  if (refused.test(text)) {
    return rule.isMultiline
      ? 'Contains control characters other than tabs and line breaks.'
      : 'Contains control characters. Write it on one line.';
  }
  if (rule.isOptional !== true && text.trim() === '') return 'Must not be empty.';
  if (rule.mayLookLikeCard !== true && containsCardNumber(text)) {
    return 'Contains a card number. Leave it out: card numbers are not stored here.';
  }
  return null;
}

/** The problem of one input field, as a list of none or one. */
export function textProblems(
  path: string[],
  text: string | null | undefined,
  rule: TextRule,
): FieldProblem[] {
  const message = textProblem(text ?? '', rule);
  return message === null ? [] : [{ path, message }];
}

/** What is stored of an optional text: trimmed, and null where that leaves nothing. */
export function trimmedOrNull(text: string | null | undefined): string | null {
  return text?.trim() || null;
}

const idempotencyKey = /^[\x21-\x7e]{8,255}$/;

/** Why a client's idempotency key is refused, or null. */
export function idempotencyKeyProblem(key: string): string | null {
  if (idempotencyKey.test(key)) return null;
  return 'Takes 8 to 255 printable ASCII characters without spaces.';
}
