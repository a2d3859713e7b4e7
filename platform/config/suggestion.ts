import { distance } from 'fastest-levenshtein';

/** Letters that may differ: swapped letters differ in two. Short words are soon another word. */
const lettersMax = 3;
const lettersOfShortMax = 1;
const shortMax = 3;

const lastWord = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

/** The known name that differs least; null if all differ too much. */
function closest(name: string, known: readonly string[]): string | null {
  const isShort = lastWord(name).length <= shortMax;
  let best: string | null = null;
  let least = (isShort ? lettersOfShortMax : lettersMax) + 1;
  for (const candidate of known) {
    const letters = distance(name.toLowerCase(), candidate.toLowerCase());
    if (letters < least) [best, least] = [candidate, letters];
  }
  return best;
}

/**
 * What to say about a name that does not exist: with the name that was probably meant, misspelt or
 * in the wrong group.
 * @param known names of settings, with dots between their words, or of variables.
 */
export function unknownName(name: string, known: readonly string[]): string {
  const moved = known.filter((candidate) => lastWord(candidate) === lastWord(name));
  const meant = closest(name, known) ?? (moved.length === 1 ? moved[0] : undefined);
  const question = meant === undefined ? '' : `; did you mean ${meant}?`;
  return `there is no such setting${question}`;
}
