/**
 * The characters of a headline, which is the first sentence of a review.
 * @exceeded it is cut off
 */
export const headlineCharactersMax = 80;

/** The first sentence of a text, cut to what fits on a line. */
export function headlineOf(text: string): string {
  const end = text.indexOf('.');
  const sentence = end === -1 ? text : text.slice(0, end);
  return sentence.slice(0, headlineCharactersMax);
}
