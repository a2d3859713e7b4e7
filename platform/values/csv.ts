/** Signs that begin a formula, and those that NFKC turns into one, such as the full-width `＝`. */
const signs = new Set(
  '=+-@\u207a\u207c\u208a\u208c\u2a75\u2a76\ufb29\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20',
);
/**
 * What ends a cell. A spreadsheet whose separator is `;` does not see the quotes of RFC 4180, so for
 * it a text has cells within.
 */
const cellEnds = new Set(';\t\r\n');
const leadingBreak = /^'*[\t\r\n]/;
const neutralBreak = /^'+[\t\r\n]/;

const isBlank = (character: string): boolean => character === "'" || character.trim() === '';

/** Whether a formula begins at each place of a text, after any blanks and apostrophes. */
function formulasIn(text: string): Uint8Array {
  const found = new Uint8Array(text.length);
  let isAhead = false;
  for (let place = text.length - 1; place >= 0; place -= 1) {
    const character = text.charAt(place);
    isAhead = signs.has(character) || (isAhead && isBlank(character));
    found[place] = isAhead ? 1 : 0;
  }
  return found;
}

const beginsCell = (text: string, place: number): boolean =>
  place === 0 || cellEnds.has(text.charAt(place - 1));

/** Puts an apostrophe before all that a spreadsheet would execute, so that it is shown as text. */
export function neutralText(text: string): string {
  const formulas = formulasIn(text);
  let neutral = leadingBreak.test(text) && formulas[0] !== 1 ? "'" : '';
  for (let place = 0; place < text.length; place += 1) {
    if (formulas[place] === 1 && beginsCell(text, place)) neutral += "'";
    neutral += text.charAt(place);
  }
  return neutral;
}

/** Reverses `neutralText`. */
export function textOfNeutral(text: string): string {
  if (!text.includes("'")) return text;
  const formulas = formulasIn(text);
  let original = '';
  for (let place = neutralBreak.test(text) ? 1 : 0; place < text.length; place += 1) {
    const character = text.charAt(place);
    const isAdded = character === "'" && formulas[place + 1] === 1 && beginsCell(text, place);
    if (!isAdded) original += character;
  }
  return original;
}

/** Quotes a cell as RFC 4180 requires: any text, whatever the separator of the reader. */
export const quotedCell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A value of a cell; null is an empty cell. */
export type CsvValue = string | number | null;

function csvCell(value: CsvValue): string {
  if (value === null) return '';
  return typeof value === 'number' ? String(value) : quotedCell(neutralText(value));
}

/** One line, with its end. */
export const csvLine = (values: readonly CsvValue[]): string =>
  `${values.map(csvCell).join(',')}\r\n`;
