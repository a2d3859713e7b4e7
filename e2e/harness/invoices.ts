/** Invoices of a wholesaler's system, with every kind of faulty line in such files. */

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

/** Each line with its expected result, in the order of the file. */
const dirty: readonly (readonly [line: string, outcome: string])[] = [
  ['1001,85123A,WHITE HOLDER,6,2011-01-04 08:26:00,2.55,17850.0,United Kingdom', 'order'],
  ['1001,85123a,WHITE HOLDER,2,2011-01-04 08:26:00,2.45,17850.0,United Kingdom', 'order'],
  [
    '1001,22752,"BOX, ""SMALL""\nAND RED",4,2011-01-04 08:26:00,7.65,17850.0,United Kingdom',
    'order',
  ],
  ['1001,POST,POSTAGE,1,2011-01-04 08:26:00,18,17850.0,United Kingdom', 'shipping'],
  ['1002,22752,BOX SMALL,3,2011-01-05 09:00:00,8.5,,EIRE', 'order'],
  ['1001,71053,LANTERN,1,2011-01-04 08:27:00,3.39,17850.0,United Kingdom', 'order'],
  ['1003,22752,,-20,2011-01-06 09:00:00,0,,United Kingdom', 'stock_adjustment'],
  ['1004,71053,LANTERN,1,2011-01-07 09:00:00,0,12583.0,France', 'no_price'],
  ['1004,POST,POSTAGE,1,2011-01-07 09:00:00,18,12583.0,France', 'postage_without_goods'],
  ['1005,M,Manual,1,2011-01-07 09:00:00,1.25,12583.0,France', 'manual_entry'],
  ['1005,S,SAMPLES,1,2011-01-07 09:00:00,1.25,12583.0,France', 'sample'],
  ['1005,AMAZONFEE,AMAZON FEE,1,2011-01-07 09:00:00,1.25,12583.0,France', 'fee'],
  ['1005,PADS,PADS TO MATCH,1,2011-01-07 09:00:00,0.001,12583.0,France', 'price_too_fine'],
  ['1005,22752,BOX SMALL,one,2011-01-07 09:00:00,1.25,12583.0,France', 'malformed_quantity'],
  ['1005,22752,BOX SMALL,1,yesterday,1.25,12583.0,France', 'malformed_date'],
  ['1005,22752,BOX SMALL,1,2011-01-07 09:00:00', 'malformed_row'],
  ['A1006,B,Adjust bad debt,1,2011-01-08 09:00:00,-11062.06,,United Kingdom', 'bad_debt'],
  ['1007,22752,VOUCHER \xa310,80995,2011-01-09 09:00:00,7.65,17850,United Kingdom', 'order'],
  ['1008,71053,LANTERN,5,2011-01-10 09:00:00,3.39,14911.0,Unspecified', 'order'],
  ['C1009,85123A,WHITE HOLDER,-6,2011-01-11 09:00:00,2.55,17850.0,United Kingdom', 'cancelled'],
  ['C1010,71053,LANTERN,-5,2011-01-12 09:00:00,3.39,14911.0,Unspecified', 'cancelled'],
  [
    'C1011,71053,LANTERN,-5,2011-01-12 09:00:00,3.39,14911.0,Unspecified',
    'cancels_more_than_ordered',
  ],
  ['C1012,22423,CAKESTAND,-1,2010-12-01 09:00:00,12.75,14911.0,EIRE', 'cancels_no_order'],
  ['C1013,22752,BOX SMALL,-1,2011-01-12 09:00:00,8.5,,EIRE', 'cancellation_without_customer'],
  ['C1014,D,Discount,-1,2011-01-12 09:00:00,27.5,14527.0,United Kingdom', 'discount'],
];

/** One byte per character: the voucher's pound sign is not UTF-8. */
export function dirtyInvoices(): Buffer {
  const lines = [header, ...dirty.map(([line]) => line)];
  // The last row has no line break, as in a truncated file.
  return Buffer.from(`\xef\xbb\xbf${lines.join('\r\n')}`, 'latin1');
}

/** The number of lines per result. */
export function outcomesOfDirt(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [, outcome] of dirty) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** Many valid invoices, the same each time; every fifth is partly cancelled. */
export function manyInvoices(count: number, linesEach: number): string {
  const rows = [header];
  for (let invoice = 0; invoice < count; invoice += 1) {
    const at = new Date(Date.UTC(2011, 5, 1) + invoice * 60_000).toISOString();
    const buyer = `${invoice % 50 === 0 ? '' : 20_000 + (invoice % 400)},Germany`;
    for (let line = 0; line < linesEach; line += 1) {
      const sku = `S-${(invoice * 7 + line * 13) % 900}`;
      rows.push(`${500_000 + invoice},${sku},THING ${sku},${1 + line},${at},1.5,${buyer}`);
    }
    if (invoice % 5 === 0 && invoice % 50 !== 0) {
      const sku = `S-${(invoice * 7) % 900}`;
      rows.push(`C${900_000 + invoice},${sku},THING ${sku},-1,${at},1.5,${buyer}`);
    }
  }
  return `${rows.join('\n')}\n`;
}
