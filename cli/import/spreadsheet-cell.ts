/** What a spreadsheet runs instead of showing it, however many quotes stand before. */
const formula = /^'*[=+\-@\t\r\n]/;
const quotedFormula = /^'+[=+\-@\t\r\n]/;
/** A negative amount is no formula, and is to stay a number. */
const plainNumber = /^[+-]?\d+(\.\d+)?$/;

/** The cell with a quote before it where a spreadsheet would run it: then it is shown as text. */
export function neutralCell(text: string): string {
  return formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/** What `neutralCell` was given: a file of refused rows can be imported again. */
export function cellOfNeutral(text: string): string {
  return quotedFormula.test(text) ? text.slice(1) : text;
}
