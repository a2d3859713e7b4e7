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
}

/**
 * The lines of an invoice are nearly adjacent in a file; other invoices may come between them. An
 * invoice is complete once this many lines of others have followed.
 */
const interleavedLinesMax = 2_000;

/**
 * Four times the longest one seen; a wrong column would turn the whole file into one invoice.
 * @exceeded refused
 * @test e2e/commands/import.test.ts
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
    /**
     * @returns false if the invoice is too long to be real.
     */
    add(head: InvoiceHead, read: ReadLine): boolean {
      count += 1;
      const known = open.get(head.invoice);
      if (!known) {
        open.set(head.invoice, { head, lines: [read], lastLine: count });
        return true;
      }
      known.lastLine = count;
      if (known.lines.length >= invoiceLinesMax) return false;
      known.lines.push(read);
      return true;
    },
    /** The invoices that are complete by now. */
    whole: () => closed(interleavedLinesMax),
    /** The invoices still open after the last file. */
    rest: () => closed(0),
  };
}
