import { UsageError } from '../program/exit-codes';
import type { SourceRow } from './source';

/** The fields of the importer with their usual headers, the most likely first. */
const headers = {
  invoice: ['invoiceno', 'invoice', 'invoicenumber', 'orderno', 'ordernumber', 'orderid', 'order'],
  sku: ['sku', 'stockcode', 'itemcode', 'productcode', 'articlenumber'],
  name: ['name', 'title', 'productname', 'description'],
  quantity: ['quantity', 'qty'],
  date: ['invoicedate', 'orderdate', 'date', 'placedat'],
  price: ['unitprice', 'price'],
  customer: ['customerid', 'customerno', 'customernumber', 'customer'],
  country: ['country', 'countrycode'],
  warehouse: ['warehouse', 'warehousecode', 'location'],
  onHand: ['onhand', 'stock', 'counted', 'quantityonhand', 'quantity', 'qty'],
  reorderPoint: ['reorderpoint', 'reorderlevel', 'minimumstock'],
} as const satisfies Record<string, readonly string[]>;

export type Field = keyof typeof headers;
export const fields = Object.keys(headers) as readonly Field[];

/** The fields that a file must have, by what it is imported as. */
export const requiredFields = {
  products: ['sku', 'name', 'price'],
  orders: ['invoice', 'sku', 'quantity', 'date', 'price'],
  stock: ['sku', 'warehouse', 'onHand'],
} as const satisfies Record<string, readonly Field[]>;

/** The columns named by `--map`: field by exact header. */
export type ColumnMap = ReadonlyMap<string, Field>;

/** The values of a row by field, trimmed; empty if the row has none. */
export type FieldReader = (field: Field) => string;

const numbers: ReadonlySet<Field> = new Set(['price', 'quantity', 'onHand', 'reorderPoint']);
/** It is three or three thousand, depending on who wrote the file. */
const pointBeforeThousand = /^-?\d{1,3}(\.\d{3})+$/;
/** The value of a field whose number can be read in two ways: no number. */
const ambiguous = '?';

const plain = (header: string) => header.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * @param mappings the values of `--map`, e.g. `Artikel=sku`.
 * @throws UsageError if one is malformed.
 */
export function columnMap(mappings: readonly string[]): ColumnMap {
  return new Map(
    mappings.map((mapping) => {
      const split = mapping.lastIndexOf('=');
      const field = fields.find((each) => each === mapping.slice(split + 1));
      if (split < 1 || field === undefined) {
        throw new UsageError(`--map must be COLUMN=FIELD, with FIELD one of ${fields.join(', ')}.`);
      }
      return [mapping.slice(0, split), field];
    }),
  );
}

type Positions = ReadonlyMap<Field, number>;

function positionsOf(columns: readonly string[], map: ColumnMap): Positions {
  const positions = new Map<Field, number>();
  for (const [column, field] of map) {
    const at = columns.indexOf(column);
    if (at !== -1) positions.set(field, at);
  }
  const plainColumns = columns.map(plain);
  for (const field of fields) {
    if (positions.has(field)) continue;
    const known = headers[field].map((header) => plainColumns.indexOf(header));
    const at = known.find((each) => each !== -1 && !map.has(columns[each] ?? ''));
    if (at !== undefined) positions.set(field, at);
  }
  return positions;
}

/** Two numbers of which one is the day and one the month, the year, and the blanks before a time. */
export const slashDate = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+|$)/;

/** A date with the day first in ISO 8601, which no later code can mistake; others as they are. */
function isoOfDayFirst(text: string): string {
  const [date = '', day = '', month = '', year] = slashDate.exec(text) ?? [];
  if (year === undefined) return text;
  const time = text.slice(date.length);
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} ${time}`.trimEnd();
}

/**
 * Reads the fields of rows by column name; null if the row is malformed, or a field no plain value.
 * @param isDayFirst whether the day is first in dates with slashes, and not the month.
 */
export function fieldReaders(map: ColumnMap, isDayFirst = false) {
  let lastColumns: readonly string[] | null = null;
  let lastKey = '';
  let positions: Positions = new Map();
  return (row: SourceRow): FieldReader | null => {
    if (row.isMalformed) return null;
    if (row.columns !== lastColumns) {
      const key = row.columns.join('\n');
      if (key !== lastKey) positions = positionsOf(row.columns, map);
      [lastColumns, lastKey] = [row.columns, key];
    }
    const own = positions;
    if (row.nested?.some((at) => [...own.values()].includes(at))) return null;
    return (field) => {
      const at = own.get(field);
      const value = at === undefined ? '' : (row.values[at] ?? '').trim();
      const isAmbiguous =
        row.mayHaveDecimalComma && numbers.has(field) && pointBeforeThousand.test(value);
      if (isAmbiguous) return ambiguous;
      return isDayFirst && field === 'date' ? isoOfDayFirst(value) : value;
    };
  };
}

/**
 * A missing column is an error of the whole file (a wrong one, or `--map` is missing), not of a
 * row: one of JSON Lines may lack some.
 * @param rows the first ones of the file.
 * @throws Error if all of them lack a field.
 */
export function checkRequired(
  rows: readonly SourceRow[],
  map: ColumnMap,
  required: readonly Field[],
): void {
  const [first] = rows;
  if (first === undefined) return;
  const headers = new Set(rows.map(({ columns }) => columns));
  const found = new Set([...headers].flatMap((columns) => [...positionsOf(columns, map).keys()]));
  const missing = required.filter((field) => !found.has(field));
  if (missing.length === 0) return;
  throw new Error(
    `${first.file} has no column for ${missing.join(', ')}. It has: ${first.columns.join(', ')}. ` +
      'Say which column is which field with --map COLUMN=FIELD.',
  );
}
