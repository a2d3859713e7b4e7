import type { AnswerError } from '@orderprocessing/client';
import type { Client } from 'urql';
import { errorsOf } from '../../api/hooks';
import { StockToCountDocument, type StockToCountQuery } from '../../generated/documents';
import { type CountLine, type StockNow, skuKey } from './count-lines';

/** A product costs 21 points, and an operation at most 2,000. */
const skusPerRequest = 50;

type Product = NonNullable<StockToCountQuery['products']>['nodes'][number];

export type StockRead =
  | { readonly stocks: ReadonlyMap<string, StockNow> }
  | { readonly errors: readonly AnswerError[] };

function stockIn(warehouse: string, { name, stock }: Product): StockNow {
  const level = stock?.find((one) => one.warehouse.code === warehouse);
  return { name, onHand: level?.onHand ?? 0, reserved: level?.reserved ?? 0 };
}

/** What the warehouse has now of the products that the lines count, by the key of the SKU. */
export async function readStock(
  client: Client,
  warehouse: string,
  lines: readonly CountLine[],
): Promise<StockRead> {
  const readable = lines.filter(({ counted }) => counted !== null);
  const all = [...new Set(readable.map(({ sku }) => skuKey(sku)))];
  const stocks = new Map<string, StockNow>();
  for (let start = 0; start < all.length; start += skusPerRequest) {
    const skus = all.slice(start, start + skusPerRequest);
    const variables: object = { skus, first: skus.length };
    const { data, error } = await client
      .query<StockToCountQuery>(String(StockToCountDocument), variables, {
        requestPolicy: 'network-only',
      })
      .toPromise();
    if (error || !data?.products) return { errors: errorsOf(error) };
    for (const product of data.products.nodes) {
      stocks.set(skuKey(product.sku), stockIn(warehouse, product));
    }
  }
  return { stocks };
}
