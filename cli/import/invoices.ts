import type { InvoiceHead, InvoiceLine } from './line';
import type { SourceRow } from './source';

/** A line with its source row, for the case that it is rejected later. */
export interface ReadLine {
  readonly line: InvoiceLine;
  readonly row: SourceRow;
}

export interface Invoice {
  readonly head: InvoiceHead;
  readonly lines: readonly ReadLine[];
}

interface OpenInvoice {
  readonly head: InvoiceHead;
  readonly lines: ReadLine[];
  lastLine: number;
  lastRow: SourceRow;
  /** How many lines of earlier files may come again, by their text. */
  repeatable: Map<string, number>;
}

const textOf = ({ line }: ReadLine): string => Object.values(line).join('\n');

/** Whether the row is in another file than the one of the same invoice before it. */
const isOfNextFile = (row: SourceRow, last: SourceRow): boolean =>
  row.file !== last.file || row.line <= last.line;

/** Exports that overlap, and copies of a file, have lines again: each counts as often as in one file. */
function isRepeated(invoice: OpenInvoice, read: ReadLine): boolean {
  if (isOfNextFile(read.row, invoice.lastRow)) {
    const texts = Map.groupBy(invoice.lines.map(textOf), (text) => text);
    invoice.repeatable = new Map([...texts].map(([text, { length }]) => [text, length]));
  }
  invoice.lastRow = read.row;
  const left = invoice.repeatable.get(textOf(read)) ?? 0;
  if (left > 0) invoice.repeatable.set(textOf(read), left - 1);
  return left > 0;
}

/**
 * The lines of an invoice are nearly adjacent in a file; other invoices may come between them. An
 * invoice is complete once this many lines of others have followed.
 */
const interleavedLinesMax = 2_000;

/**
 * Four times the longest one seen; a wrong column would turn the whole file into one invoice.
 * @exceeded refused
 * @test e2e/commands/commands.test.ts
 */
const invoiceLinesMax = 20_000;

/** Groups lines into invoices, in the order of their first lines. */
export function invoiceGroups() {
  const open = new Map<string, OpenInvoice>();
  let count = 0;

  function* closed(linesMax: number): Generator<Invoice> {
    for (const [key, invoice] of open) {
      // An open invoice holds back later ones, to keep the order.
      if (count - invoice.lastLine < linesMax) return;
      open.delete(key);
      yield invoice;
    }
  }

  return {
    /** @returns why the line is left out: the invoice is too long to be real, or has it already. */
    add(head: InvoiceHead, read: ReadLine): 'invoice_too_long' | 'duplicate_row' | null {
      count += 1;
      const known = open.get(head.invoice);
      if (!known) {
        const [lines, lastRow] = [[read], read.row];
        open.set(head.invoice, { head, lines, lastLine: count, lastRow, repeatable: new Map() });
        return null;
      }
      known.lastLine = count;
      if (isRepeated(known, read)) return 'duplicate_row';
      if (known.lines.length >= invoiceLinesMax) return 'invoice_too_long';
      known.lines.push(read);
      return null;
    },
    /** The invoices that are complete by now. */
    whole: () => closed(interleavedLinesMax),
    /** The invoices still open after the last file. */
    rest: () => closed(0),
  };
}
