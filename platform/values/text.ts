import { containsCardNumber, urlContainsCardNumber } from './card-number';

/** Rules for a text in an input. */
export interface TextRule {
  /** UTF-16 units as sent, before trimming. */
  readonly charactersMax: number;
  /** Whether it may be absent, or without anything to see. */
  readonly isOptional?: boolean;
  /** Whether tabs and line breaks are allowed, as in notes, reasons and descriptions. */
  readonly isMultiline?: boolean;
  /** Whether digits that look like a card number are allowed, as in tracking codes and telephone numbers. */
  readonly mayLookLikeCard?: boolean;
  /** A URL or a query string: card numbers are found behind its escapes, too. */
  readonly isUrl?: boolean;
}

/** An invalid part of an input, and the reason. The path is empty if it is the whole input. */
export interface FieldProblem {
  readonly path: string[];
  readonly message: string;
}

/**
 * Embeddings, overrides and isolates show the text around them in another order than it is stored.
 * The marks that Arabic and Hebrew need (U+061C, U+200E, U+200F) are allowed.
 */
const directionControl = /[\u202a-\u202e\u2066-\u2069]/u;
const control = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const controlBesidesLayout = /(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
/** The Braille pattern without dots (U+2800) is a symbol to Unicode, and blank. */
const visibleCharacter = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]/u;

/** Whether nothing of the text can be seen: spaces, characters of no width, tags. */
const isBlank = (text: string): boolean => !visibleCharacter.test(text);

function controlProblem(text: string, isMultiline: boolean): string | null {
  if (!(isMultiline ? controlBesidesLayout : control).test(text)) return null;
  if (directionControl.test(text)) {
    return 'Contains characters that change the direction of text. Type it again without them.';
  }
  return isMultiline
    ? 'Contains control characters other than tabs and line breaks.'
    : 'Contains control characters. Write it on one line.';
}

/**
 * The first reason to reject a text, or null. The length is checked first, so that long text costs
 * nothing. PostgreSQL cannot store zero bytes, and UTF-8 cannot encode lone surrogates.
 */
export function textProblem(text: string, rule: TextRule): string | null {
  if (text.length > rule.charactersMax) return `Takes at most ${rule.charactersMax} characters.`;
  if (!text.isWellFormed()) return 'Contains half a surrogate pair, which is not a character.';
  const refused = controlProblem(text, rule.isMultiline === true);
  if (refused !== null) return refused;
  if (rule.isOptional !== true && isBlank(text)) return 'Must not be empty.';
  const containsCard = rule.isUrl === true ? urlContainsCardNumber : containsCardNumber;
  if (rule.mayLookLikeCard !== true && containsCard(text)) {
    return 'Contains a card number. Leave it out: card numbers are not stored here.';
  }
  return null;
}

/** The problem of one input field, as a list with at most one element. */
export function textProblems(
  path: string[],
  text: string | null | undefined,
  rule: TextRule,
): FieldProblem[] {
  const message = textProblem(text ?? '', rule);
  return message === null ? [] : [{ path, message }];
}

/**
 * A text as it is written, composed and decomposed: ü is one character, or an u and its dots, as some
 * programs of Apple write it. A search by all of them finds a name however it was written.
 */
export const unicodeForms = (text: string): string[] => [
  ...new Set([text, text.normalize('NFC'), text.normalize('NFD')]),
];

/** An optional text as stored: trimmed, and null if nothing of it can be seen. */
export function trimmedOrNull(text: string | null | undefined): string | null {
  return text == null || isBlank(text) ? null : text.trim();
}

/** Characters are code points. Keys are stored as hashes, so that they may be of any script. */
const idempotencyKey = /^[^\p{Cc}\p{Cs}]{8,255}$/u;

/** The reason to reject an idempotency key, or null. A blank one is a mistake of the client. */
export function idempotencyKeyProblem(key: string): string | null {
  if (idempotencyKey.test(key) && !isBlank(key)) return null;
  return 'Takes 8 to 255 characters, and no control characters.';
}
