import { type BuyerAccounts, buyerReference } from './customers';
import { type Invoice, invoiceGroups, type ReadLine } from './invoices';
import { type Counts, type ImportJob, readAll } from './job';
import { headOf, isCancellation, returnedLineOf } from './line';

const batchLines = 500;

const importCancellations = /* GraphQL */ `
  mutation ($lines: [ImportedCancellationInput!]!) {
    importCancellations(lines: $lines) {
      outcomes
    }
  }
`;

interface Outcome {
  readonly importCancellations: {
    readonly outcomes: readonly (
      | 'APPLIED'
      | 'UNCHANGED'
      | 'DIFFERS'
      | 'NOTHING_TO_CANCEL'
      | 'MORE_THAN_ORDERED'
    )[];
  };
}

const refusals = {
  DIFFERS: 'cancellation_changed_since',
  NOTHING_TO_CANCEL: 'cancels_no_order',
  MORE_THAN_ORDERED: 'cancels_more_than_ordered',
} as const;

interface WaitingLine extends ReadLine {
  readonly invoice: Invoice;
}

function cancellationWriter(job: ImportJob, accounts: BuyerAccounts) {
  const counts = { applied: 0, unchanged: 0 };
  let waiting: WaitingLine[] = [];

  const write = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    const ids = await accounts.of(batch.map(({ invoice }) => invoice.head));
    const lines = batch.map(({ invoice: { head }, line: { sku, quantity } }) => ({
      invoice: head.invoice,
      sku,
      quantity,
      customerId: ids.get(buyerReference(head)),
      cancelledAt: head.at.toISOString(),
    }));
    const { importCancellations: written } = await job.rooms.orders<Outcome>(importCancellations, {
      lines,
    });
    batch.forEach(({ row }, index) => {
      const outcome = written.outcomes[index];
      if (outcome === 'APPLIED') counts.applied += 1;
      else if (outcome === 'UNCHANGED') counts.unchanged += 1;
      else if (outcome) job.refused.refuse(row, refusals[outcome]);
    });
  };

  return {
    counts,
    write,
    /** All lines of a cancellation are in the same batch. */
    async add(invoice: Invoice): Promise<void> {
      const isRepeated = waiting.some(
        ({ invoice: { head } }) => head.invoice === invoice.head.invoice,
      );
      if (isRepeated) await write();
      waiting.push(...invoice.lines.map((read) => ({ ...read, invoice })));
      if (waiting.length >= batchLines) await write();
    },
  };
}

/** The second pass over the files; other rows were handled in the first. */
export async function importCancellationsFrom(
  job: ImportJob,
  accounts: BuyerAccounts,
): Promise<Counts> {
  const writer = cancellationWriter(job, accounts);
  const groups = invoiceGroups();
  await readAll({
    job,
    title: 'Cancellations',
    isRepeated: true,
    onRow: (row, field) => {
      if (!isCancellation(field('invoice'))) return null;
      const head = headOf(field);
      if (typeof head === 'string') return null;
      const line = returnedLineOf(field);
      if (typeof line === 'string') return line;
      // A guest's returns cannot be matched to an order.
      if (head.customer === null) return 'cancellation_without_customer';
      return groups.add(head, { line, row });
    },
    onPiece: async () => {
      for (const invoice of groups.whole()) await writer.add(invoice);
    },
  });
  for (const invoice of groups.rest()) await writer.add(invoice);
  await writer.write();
  return [
    ['cancellation lines applied', writer.counts.applied],
    ['cancellation lines applied before', writer.counts.unchanged],
  ];
}
