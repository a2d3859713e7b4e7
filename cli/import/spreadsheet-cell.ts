import { neutralText, textOfNeutral } from '../../platform/values/csv';

/** A negative amount is not a formula and must stay a number. */
const plainNumber = /^[+-]?\d+(\.\d+)?$/;

/** A text as a cell in which a spreadsheet executes nothing. */
export const neutralCell = (text: string): string =>
  plainNumber.test(text) ? text : neutralText(text);

/** Reverses `neutralCell`, so that a file of rejected rows can be imported again. */
export const cellOfNeutral = textOfNeutral;
