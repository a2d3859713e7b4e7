import { type Problem, textProblems } from './order-input';
import { cardProblems } from './place-order-input';

const noteCharactersMax = 500;

/** A note or reason that has to be given: 1 to 500 characters, no card number. */
export function noteProblems(field: string, text: string): Problem[] {
  return [...textProblems([field], text, 1, noteCharactersMax), ...cardProblems([field], text)];
}
