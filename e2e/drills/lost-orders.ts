import type { TypedDocument } from '../../client/src/document';
import type { Client } from '../harness/client';
import type { Acknowledged } from './buyers';

const lookUpMax = 50;

const ordersDocument: TypedDocument<
  { readonly orders: { readonly nodes: readonly { readonly id: string }[] } },
  { readonly ids: readonly string[] }
> = `query ($ids: [ID!]!) { orders(first: ${lookUpMax}, filter: { ids: $ids }) { nodes { id } } }`;

/** The acknowledged orders that the shop does not have. */
export async function lostOf(
  customer: Client,
  acknowledged: readonly Acknowledged[],
): Promise<Acknowledged[]> {
  const lost: Acknowledged[] = [];
  // Only the newest can be lost: it is enough to look back until a whole page is there.
  const newestFirst = [...acknowledged].sort((a, b) => b.atMs - a.atMs);
  for (let start = 0; start < newestFirst.length; start += lookUpMax) {
    const page = newestFirst.slice(start, start + lookUpMax);
    const { orders } = await customer.run(ordersDocument, { ids: page.map(({ id }) => id) });
    const found = new Set(orders.nodes.map(({ id }) => id));
    const missing = page.filter(({ id }) => !found.has(id));
    lost.push(...missing);
    if (missing.length === 0) break;
  }
  return lost;
}
