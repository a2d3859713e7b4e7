import { type TextRule, textProblems } from '../../../platform/values/text';
import type { Problem } from './order-input';

const note: TextRule = { charactersMax: 500, isMultiline: true };

/** A required note or reason: 1 to 500 characters, no card number. */
export function noteProblems(field: string, text: string): Problem[] {
  return textProblems([field], text, note);
}
