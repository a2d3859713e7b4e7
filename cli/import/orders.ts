import { importCancellationsFrom } from './cancellations';
import { type BuyerAccounts, buyerAccounts, buyerName, buyerReference } from './customers';
import { type Invoice, invoiceGroups } from './invoices';
import { type Counts, type ImportJob, readAll } from './job';
import { boughtLineOf, headOf, isCancellation } from './line';

const batchLines = 1_000;
const batchInvoices = 200;

const importOrders = /* GraphQL */ `
  mutation ($orders: [ImportedOrderInput!]!) {
    importOrders(orders: $orders) {
      outcomes
    }
  }
`;

interface Outcome {
  readonly importOrders: {
    readonly outcomes: readonly ('CREATED' | 'UNCHANGED' | 'DIFFERS' | 'TOO_LARGE')[];
  };
}

const refusals = { DIFFERS: 'invoice_changed_since', TOO_LARGE: 'amount_too_large' } as const;

function orderInput({ head, lines }: Invoice, ids: ReadonlyMap<string, string>, currency: string) {
  const goods = lines.filter(({ line }) => !line.isPostage);
  const postage = lines.filter(({ line }) => line.isPostage);
  const shippingMinor = postage.reduce(
    (sum, { line }) => sum + line.priceMinor * BigInt(line.quantity),
    0n,
  );
  return {
    invoice: head.invoice,
    customerId: ids.get(buyerReference(head)),
    placedAt: head.at.toISOString(),
    currency,
    country: head.country,
    recipient: buyerName(head),
    shippingMinor: String(shippingMinor),
    lines: goods.map(({ line: { sku, name, quantity, priceMinor } }) => ({
      sku,
      name,
      quantity,
      unitPriceMinor: String(priceMinor),
    })),
  };
}

const hasGoods = ({ lines }: Invoice) => lines.some(({ line }) => !line.isPostage);

/** Writes complete invoices as orders, a few hundred at a time, and counts the outcomes. */
function orderWriter(job: ImportJob, accounts: BuyerAccounts) {
  const { currency, refused, rooms } = job;
  const counts = { created: 0, unchanged: 0, lines: 0, postage: 0 };
  let waiting = new Map<string, Invoice>();
  let waitingLines = 0;

  const countOutcome = (invoice: Invoice, outcome: Outcome['importOrders']['outcomes'][number]) => {
    if (outcome === 'DIFFERS' || outcome === 'TOO_LARGE') {
      for (const { row } of invoice.lines) refused.refuse(row, refusals[outcome]);
      return;
    }
    if (outcome === 'CREATED') counts.created += 1;
    else counts.unchanged += 1;
    const postage = invoice.lines.filter(({ line }) => line.isPostage).length;
    counts.postage += postage;
    counts.lines += invoice.lines.length - postage;
  };

  const write = async (): Promise<void> => {
    const invoices = [...waiting.values()];
    waiting = new Map();
    waitingLines = 0;
    if (invoices.length === 0) return;
    const ids = await accounts.of(invoices.map(({ head }) => head));
    const orders = invoices.map((invoice) => orderInput(invoice, ids, currency));
    const { importOrders: written } = await rooms.orders<Outcome>(importOrders, { orders });
    invoices.forEach((invoice, index) => {
      const outcome = written.outcomes[index];
      if (outcome) countOutcome(invoice, outcome);
    });
  };

  return {
    counts,
    write,
    async add(invoice: Invoice): Promise<void> {
      if (!hasGoods(invoice)) {
        for (const { row } of invoice.lines) refused.refuse(row, 'postage_without_goods');
        return;
      }
      if (waiting.has(invoice.head.invoice)) await write();
      waiting.set(invoice.head.invoice, invoice);
      waitingLines += invoice.lines.length;
      if (waitingLines >= batchLines || waiting.size >= batchInvoices) await write();
    },
  };
}

/**
 * Imports past orders from invoice lines. Files are read twice: cancellations are applied after all
 * orders exist, wherever they are in the files.
 */
export async function importOrdersFrom(job: ImportJob): Promise<Counts> {
  const accounts = buyerAccounts(job.rooms.users);
  const writer = orderWriter(job, accounts);
  const groups = invoiceGroups();
  const read = await readAll({
    job,
    title: 'Orders',
    onRow: (row, field) => {
      const head = headOf(field);
      if (typeof head === 'string') return head;
      if (isCancellation(head.invoice)) return null;
      const line = boughtLineOf(field, job.currency);
      return typeof line === 'string' ? line : groups.add(head, { line, row });
    },
    onPiece: async () => {
      for (const invoice of groups.whole()) await writer.add(invoice);
    },
  });
  for (const invoice of groups.rest()) await writer.add(invoice);
  await writer.write();
  const cancellations = await importCancellationsFrom(job, accounts);
  const { counts } = writer;
  return [
    ['lines read', read],
    ['order lines', counts.lines],
    ['postage lines, as shipping of their orders', counts.postage],
    ['orders created', counts.created],
    ['orders that existed before', counts.unchanged],
    ['customers created', accounts.created],
    ...cancellations,
  ];
}
