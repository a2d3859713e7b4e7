import type { InvoiceHead, InvoiceLine } from './line';
import type { SourceRow } from './source';

/** A line with the row it was read from, should it be refused later. */
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
 * The lines of an invoice stand together, or nearly: another one may stand between them. An
 * invoice counts as whole once this many lines of others have followed.
 */
const patienceLines = 2_000;

/** Four times the longest that was ever seen; a wrong column would make one of the whole file. */
const invoiceLinesMax = 20_000;

/** Puts lines together to invoices, in the order in which the invoices begin. */
export function invoiceGroups() {
  const open = new Map<string, OpenInvoice>();
  let count = 0;

  function* closed(patience: number): Generator<Invoice> {
    for (const [key, invoice] of open) {
      // The first one that is still open holds back those behind it: their order is kept.
      if (count - invoice.lastLine < patience) return;
      open.delete(key);
      yield invoice;
    }
  }

  return {
    /**
     * @returns false where the invoice is too long to be one.
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
    /** Those that are whole by now. */
    whole: () => closed(patienceLines),
    /** Those that were open when the last file ended. */
    rest: () => closed(0),
  };
}
