import { changeOf } from './changed-at';
import { type Counts, type ImportJob, readAll } from './job';
import { type Offer, offerOf } from './line';
import type { SourceRow } from './source';

interface Waiting extends Offer {
  readonly at: Date;
  readonly row: SourceRow;
}

const batchLines = 5_000;

const importProducts = /* GraphQL */ `
  mutation ($products: [ListedProductInput!]!) {
    importProducts(products: $products) {
      created
      updated
      refused {
        index
        code
      }
    }
  }
`;

interface Outcome {
  readonly importProducts: {
    readonly created: number;
    readonly updated: number;
    readonly refused: readonly { readonly index: number; readonly code: string }[];
  };
}

/**
 * Imports products from a product list or from invoice lines: the latest name and price of each SKU
 * (case-insensitive). A row without a date has that of the last change of its file.
 */
export async function importProductsFrom(job: ImportJob): Promise<Counts> {
  const { currency, refused, rooms } = job;
  const waiting = new Map<string, Waiting>();
  /** When the newest row of each SKU had its name and price. */
  const newest = new Map<string, Date>();
  const counts = { offers: 0, created: 0, updated: 0 };
  let waitingLines = 0;

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    const products = batch.map(({ sku, name, priceMinor, at }) => ({
      sku,
      name,
      priceMinor: String(priceMinor),
      currency,
      listedAt: at.toISOString(),
    }));
    const { importProducts: outcome } = await rooms.inventory<Outcome>(importProducts, {
      products,
    });
    counts.created += outcome.created;
    counts.updated += outcome.updated;
    counts.offers -= outcome.refused.length;
    for (const { index, code } of outcome.refused) {
      const one = batch[index];
      if (one) refused.refuse(one.row, code.toLowerCase());
    }
  };
  const writeAll = async (): Promise<void> => {
    const all = [...waiting.values()];
    waiting.clear();
    waitingLines = 0;
    for (let from = 0; from < all.length; from += batchLines) {
      await write(all.slice(from, from + batchLines));
    }
  };

  const take = (one: Waiting) => {
    counts.offers += 1;
    waitingLines += 1;
    const key = one.sku.toUpperCase();
    const at = newest.get(key);
    // The first row wins where dates are equal, so that a second run changes nothing.
    if (at !== undefined && at >= one.at) return;
    newest.set(key, one.at);
    waiting.set(key, one);
  };

  const read = await readAll({
    job,
    title: 'Products',
    onRow: (row, field) => {
      const offer = offerOf(field, currency);
      if (typeof offer === 'string') return offer;
      const at = offer.at ?? changeOf(row);
      if (typeof at === 'string') return at;
      take({ ...offer, at, row });
      return null;
    },
    onPiece: async () => {
      if (waitingLines >= batchLines) await writeAll();
    },
  });
  await writeAll();
  return [
    ['lines read', read],
    ['lines that offer a product', counts.offers],
    ['products created', counts.created],
    ['updates of a name or price', counts.updated],
  ];
}
