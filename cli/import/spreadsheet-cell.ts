/** Text that a spreadsheet would execute, with any number of quotes before it. */
const formula = /^'*[=+\-@\t\r\n]/;
const quotedFormula = /^'+[=+\-@\t\r\n]/;
/** A negative amount is not a formula and must stay a number. */
const plainNumber = /^[+-]?\d+(\.\d+)?$/;

/** Puts a quote before a cell that a spreadsheet would execute, so that it is shown as text. */
export function neutralCell(text: string): string {
  return formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/** Reverses `neutralCell`, so that a file of rejected rows can be imported again. */
export function cellOfNeutral(text: string): string {
  return quotedFormula.test(text) ? text.slice(1) : text;
}
