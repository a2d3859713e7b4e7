/** Signs that begin a formula, and those that NFKC turns into one, such as the full-width `＝`. */
const signs =
  '=+\\-@\\u207a\\u207c\\u208a\\u208c\\u2a75\\u2a76\\ufb29\\ufe62\\ufe63\\ufe66\\ufe6b\\uff0b\\uff0d\\uff1d\\uff20';
/** A formula, with any blanks and apostrophes before it. */
const formula = `['\\s]*[${signs}]`;
/**
 * Where a cell begins. A spreadsheet whose separator is `;` does not see the quotes of RFC 4180, so
 * for it a text has cells within.
 */
const cellStart = '(?<=^|[;\\t\\r\\n])';
const beforeFormula = new RegExp(`${cellStart}(?=${formula})|^(?='*[\\t\\r\\n])`, 'g');
const apostropheBeforeFormula = new RegExp(`${cellStart}'(?=${formula})|^'(?='*[\\t\\r\\n])`, 'g');

/** Puts an apostrophe before all that a spreadsheet would execute, so that it is shown as text. */
export const neutralText = (text: string): string => text.replace(beforeFormula, "'");

/** Reverses `neutralText`. */
export const textOfNeutral = (text: string): string =>
  text.includes("'") ? text.replace(apostropheBeforeFormula, '') : text;

/** Quotes a cell as RFC 4180 has it: any text, whatever the separator of the reader. */
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
