/** What a spreadsheet would take for a formula, or for the end of a cell before one (OWASP: CSV injection). */
const formulaStarts = ['=', '+', '-', '@', '\t', '\r'];
const needsQuotes = /[",\r\n]/;

/** A value of a cell; null is an empty cell. */
export type CsvValue = string | number | null;

/**
 * One cell as RFC 4180 has it. A text that a spreadsheet would run as a formula begins with an
 * apostrophe, which spreadsheets do not show.
 */
function csvCell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const isFormula = formulaStarts.some((start) => value.startsWith(start));
  const text = isFormula ? `'${value}` : value;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line, with its end. */
export const csvLine = (values: readonly CsvValue[]): string =>
  `${values.map(csvCell).join(',')}\r\n`;
