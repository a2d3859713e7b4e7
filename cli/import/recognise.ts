/** Beginnings of files that are often named .csv, as bytes in latin-1, and what they are. */
const beginnings: readonly (readonly [start: string, what: string])[] = [
  ['PK\x03\x04', 'is a workbook of Excel (.xlsx) or another ZIP archive. Save it as CSV.'],
  ['\xd0\xcf\x11\xe0', 'is a workbook of Excel (.xls). Save it as CSV.'],
  ['%PDF', 'is a PDF. Export the data as CSV.'],
  ['\xff\xfe', 'is encoded as UTF-16. Save it as UTF-8.'],
  ['\xfe\xff', 'is encoded as UTF-16. Save it as UTF-8.'],
  ['[', 'is a JSON array. Write one JSON object on each line instead.'],
  ['<', 'is HTML or XML. Export the data as CSV.'],
];

/**
 * The number of characters from which the format is recognised; a faulty row after them is
 * rejected by itself.
 */
const lookedAtCharacters = 1_000;

/**
 * What is wrong with a file that is neither CSV nor JSON Lines.
 * @param text its beginning, one character for each byte.
 * @returns a sentence without its subject; null if nothing is obvious.
 */
export function contentFault(text: string): string | null {
  const start = text.trimStart().slice(0, lookedAtCharacters);
  const known = beginnings.find(([beginning]) => start.startsWith(beginning));
  if (known !== undefined) return known[1];
  if (start.includes('\0')) return 'is a binary file. Export the data as CSV.';
  const hasRowsOnOneLine = /\r[^\n]/.test(start) && !start.includes('\n');
  return hasRowsOnOneLine ? 'ends its lines as old Macs did. Save it as CSV UTF-8.' : null;
}
