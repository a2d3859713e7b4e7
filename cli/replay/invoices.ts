import { fieldReaders } from '../import/columns';
import { type Invoice, invoiceGroups } from '../import/invoices';
import { boughtLineOf, headOf, isCancellation } from '../import/line';
import { readRows, type SourceFile, type SourceRow } from '../import/source';

/** A line of a live order. */
export interface RequestedLine {
  readonly sku: string;
  readonly quantity: number;
}

export interface InvoiceSelection {
  readonly files: readonly SourceFile[];
  readonly currency: string;
  /** Whether the day is first in dates with slashes, and not the month. */
  readonly isDayFirst?: boolean;
  /** Maximum number of invoices. */
  readonly limit: number;
}

/**
 * The invoices of the files, up to the limit; rows that are not purchases are skipped.
 * @param onBytes called for every chunk that was read.
 */
export async function* invoicesOf(
  selection: InvoiceSelection,
  onBytes: (count: number) => void = () => undefined,
): AsyncGenerator<Invoice> {
  let left = selection.limit;
  for await (const invoice of allInvoices(selection, onBytes)) {
    if (left === 0) return;
    left -= 1;
    yield invoice;
  }
}

async function* allInvoices(
  { files, currency, isDayFirst }: InvoiceSelection,
  onBytes: (count: number) => void,
): AsyncGenerator<Invoice> {
  const readerOf = fieldReaders(new Map(), isDayFirst);
  const groups = invoiceGroups();
  const take = (row: SourceRow) => {
    const field = readerOf(row);
    if (field === null) return;
    const head = headOf(field);
    if (typeof head === 'string' || isCancellation(head.invoice)) return;
    const line = boughtLineOf(field, currency);
    if (typeof line !== 'string' && !line.isPostage) groups.add(head, { line, row });
  };
  for (const file of files) {
    for await (const rows of readRows(file, onBytes)) {
      rows.forEach(take);
      yield* groups.whole();
    }
  }
  yield* groups.rest();
}

/**
 * Splits an invoice into valid orders, each SKU once in an order.
 * @param limits of an order: lines, and pieces per line.
 */
export function ordersOf(
  invoice: Invoice,
  limits: { readonly linesMax: number; readonly quantityMax: number },
): RequestedLine[][] {
  const merged = new Map<string, { sku: string; quantity: number }>();
  for (const { line } of invoice.lines) {
    const known = merged.get(line.sku.toUpperCase());
    if (known) known.quantity += line.quantity;
    else merged.set(line.sku.toUpperCase(), { sku: line.sku, quantity: line.quantity });
  }
  const orders: RequestedLine[][] = [];
  let [order, skus]: [RequestedLine[], Set<string>] = [[], new Set()];
  for (const { sku, quantity } of merged.values()) {
    for (let left = quantity; left > 0; left -= limits.quantityMax) {
      if (order.length === limits.linesMax || skus.has(sku)) {
        orders.push(order);
        [order, skus] = [[], new Set()];
      }
      order.push({ sku, quantity: Math.min(left, limits.quantityMax) });
      skus.add(sku);
    }
  }
  if (order.length > 0) orders.push(order);
  return orders;
}
