import { randomUUID } from 'node:crypto';
import { demoProducts, demoSkuOf } from '../../cli/demo-shop/catalogue';
import { buyerAddress } from '../../testing/buyer-address';
import type { Call } from '../../testing/load/closed-loop';
import type { BenchShop } from '../bench-shop';

const placeOrder = /* GraphQL */ `
  mutation Place($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      __typename
      ... on Order {
        id
        number
        status
        total {
          amount
          currency
        }
      }
      ... on UserError {
        code
      }
    }
  }
`;

export const linesPerOrder = 3;

/** Three adjacent products, different for each order. */
export const spreadCart = (order: number): string[] =>
  Array.from({ length: linesPerOrder }, (_, line) => demoSkuOf(order * linesPerOrder + line));

export interface Placed {
  /** The status of the order, or the error code. */
  readonly outcome: string;
  readonly id: string | null;
}

interface Answer {
  readonly id?: string;
  readonly status?: string;
  readonly code?: string;
}

/**
 * Places an order for one unit of each product through the gateway. Each has an address and a card of
 * its own: orders that share them look like one ring of accounts.
 */
export async function place(
  shop: BenchShop,
  buyer: string | null,
  skus: readonly string[],
): Promise<Placed> {
  const idempotencyKey = randomUUID();
  const input = {
    idempotencyKey,
    currency: 'EUR',
    lines: skus.map((sku) => ({ sku, quantity: 1 })),
    shippingAddress: { ...buyerAddress, line1: `Hauptstraße ${idempotencyKey}` },
    payment: { token: `tok_ok:${idempotencyKey}` },
  };
  const { data, errors } = await shop.ask(placeOrder, { input }, buyer);
  const answer = data?.placeOrder as Answer | null | undefined;
  const refused = answer?.code ?? errors?.[0]?.extensions?.code ?? 'no answer';
  return { outcome: answer?.status ?? refused, id: answer?.id ?? null };
}

/** @returns a call that places an order as one of the buyers. */
export function placing(
  shop: BenchShop,
  buyers: readonly string[],
  cart: (order: number) => string[],
): Call {
  let placed = 0;
  return async (client) => {
    placed += 1;
    const buyer = buyers[client % buyers.length] ?? null;
    return (await place(shop, buyer, cart(placed))).outcome;
  };
}

const unitsPerSku = 1_000_000;

/**
 * Adds enough stock of every product to one warehouse, so that no order fails for lack of it.
 * @throws Error if the adjustment fails.
 */
export async function stockEverything(shop: BenchShop): Promise<void> {
  const token = await shop.signIn('warehouse');
  const units = { warehouse: 'BER', delta: unitsPerSku, reason: 'benchmark' };
  const input = demoProducts.map(({ sku }) => ({ sku, ...units }));
  const adjust = `mutation ($input: [StockAdjustmentInput!]!, $key: String!) {
    adjustStock(input: $input, idempotencyKey: $key) { __typename } }`;
  const answer = await shop.ask(adjust, { input, key: randomUUID() }, token);
  const { __typename } = (answer.data?.adjustStock ?? {}) as { __typename?: string };
  if (__typename !== 'AdjustStockPayload') {
    throw new Error(`The stock was not adjusted: ${JSON.stringify(answer)}`);
  }
}
