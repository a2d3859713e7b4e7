import { type FieldProblem, type TextRule, textProblems } from '../../../platform/values/text';

const note: TextRule = { charactersMax: 500, isMultiline: true };

/** A required note or reason: 1 to 500 characters, no card number. */
export function noteProblems(field: string, text: string): FieldProblem[] {
  return textProblems([field], text, note);
}
