/** A line of a count as a person typed or pasted it. */
export interface CountLine {
  /** Its place in the text, from 1. */
  readonly row: number;
  /** The whole line, if it cannot be read. */
  readonly sku: string;
  /** Null if the line cannot be read. */
  readonly counted: number | null;
}

const linesMax = 1_000;
const unitsMax = 1_000_000_000;

/** A SKU and a whole number, separated by a comma, a semicolon or a tab; spreadsheets copy tabs. */
const separator = /[,;\t]/;
const skuPattern = /^[A-Za-z0-9 \-_./]{1,64}$/;
const unitsPattern = /^\d{1,10}$/;
const headerPattern = /^"?sku"?\s*[,;\t]\s*"?\D/i;

const withoutQuotes = (cell: string): string =>
  cell.trim().replace(/^"/, '').replace(/"$/, '').trim();

function lineOf(text: string, row: number): CountLine {
  const place = text.search(separator);
  const sku = withoutQuotes(text.slice(0, Math.max(place, 0)));
  const counted = withoutQuotes(text.slice(place + 1));
  const isReadable =
    skuPattern.test(sku) && unitsPattern.test(counted) && Number(counted) <= unitsMax;
  return isReadable ? { row, sku, counted: Number(counted) } : { row, sku: text, counted: null };
}

/** The lines that are not empty, without the header of a table. */
export function countLinesOf(text: string): CountLine[] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ text: line.trim(), row: index + 1 }));
  const filled = lines.filter((line) => line.text !== '');
  if (headerPattern.test(filled[0]?.text ?? '')) filled.shift();
  return filled.map((line) => lineOf(line.text, line.row));
}

/** Whether these are more lines than the API takes at once. */
export const isTooLong = (lines: readonly CountLine[]): boolean => lines.length > linesMax;

/** SKUs are compared without regard to case. */
export const skuKey = (sku: string): string => sku.toUpperCase();

/** The stock of one product in the counted warehouse. */
export interface StockNow {
  readonly name: string;
  readonly onHand: number;
  readonly reserved: number;
}

export type CountProblem = 'unreadable' | 'repeated' | 'unknown' | 'reserved' | 'closed';

export interface CountDifference extends CountLine {
  /** Null if the SKU is unknown or the line cannot be read. */
  readonly stock: StockNow | null;
  readonly problem: CountProblem | null;
}

function problemOf(
  { counted }: CountLine,
  stock: StockNow | null,
  isOpen: boolean,
): CountProblem | null {
  if (counted === null) return 'unreadable';
  if (stock === null) return 'unknown';
  if (counted < stock.reserved) return 'reserved';
  return counted > stock.onHand && !isOpen ? 'closed' : null;
}

/**
 * What a count would change: lines with a problem first, and those that change nothing last.
 * @param stocks by the key of the SKU.
 */
export function differencesOf(
  lines: readonly CountLine[],
  stocks: ReadonlyMap<string, StockNow>,
  isOpen: boolean,
): CountDifference[] {
  const seen = new Set<string>();
  const differences = lines.map((line): CountDifference => {
    const key = skuKey(line.sku);
    const isRepeated = line.counted !== null && seen.has(key);
    seen.add(key);
    const stock = line.counted === null ? null : (stocks.get(key) ?? null);
    return { ...line, stock, problem: isRepeated ? 'repeated' : problemOf(line, stock, isOpen) };
  });
  return differences.sort((one, other) => rankOf(one) - rankOf(other));
}

export const changeOf = ({ counted, stock }: CountDifference): number =>
  (counted ?? 0) - (stock?.onHand ?? 0);

const rankOf = (difference: CountDifference): number => {
  if (difference.problem !== null) return 0;
  return changeOf(difference) === 0 ? 2 : 1;
};

export interface CountSummary {
  readonly lines: number;
  /** Lines that change what is on hand. */
  readonly changed: number;
  readonly more: number;
  readonly fewer: number;
  readonly problems: number;
}

export function summaryOf(differences: readonly CountDifference[]): CountSummary {
  const changes = differences.filter(({ problem }) => problem === null).map(changeOf);
  const sum = (units: readonly number[]) => units.reduce((total, unit) => total + unit, 0);
  return {
    lines: differences.length,
    changed: changes.filter((change) => change !== 0).length,
    more: sum(changes.filter((change) => change > 0)),
    fewer: sum(changes.filter((change) => change < 0).map(Math.abs)),
    problems: differences.length - changes.length,
  };
}
