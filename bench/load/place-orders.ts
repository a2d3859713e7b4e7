import { randomUUID } from 'node:crypto';
import type { BenchShop } from '../bench-shop';
import type { Call } from './closed-loop';

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
/** Of the demo shop. */
const productsCount = 200;
const digits = 4;

export const skuOf = (index: number): string =>
  `DEMO-${String((index % productsCount) + 1).padStart(digits, '0')}`;

/** Three neighbouring products, others for each order. */
export const spreadCart = (order: number): string[] =>
  Array.from({ length: linesPerOrder }, (_, line) => skuOf(order * linesPerOrder + line));

interface Placed {
  readonly __typename: string;
  readonly status?: string;
  readonly code?: string;
}

/** Places orders, signed in as one of the buyers, through the gateway. */
export function placing(
  shop: BenchShop,
  buyers: readonly string[],
  cart: (order: number) => string[],
): Call {
  let placed = 0;
  return async (client) => {
    placed += 1;
    const input = {
      idempotencyKey: randomUUID(),
      currency: 'EUR',
      lines: cart(placed).map((sku) => ({ sku, quantity: 1 })),
      shippingAddress: {
        recipient: 'Ada Buyer',
        line1: 'Hauptstraße 1',
        city: 'Berlin',
        postalCode: '10115',
        country: 'DE',
      },
      payment: { token: 'tok_ok' },
    };
    const token = buyers[client % buyers.length] ?? null;
    const { data, errors } = await shop.ask(placeOrder, { input }, token);
    const answer = data?.placeOrder as Placed | null | undefined;
    return answer?.status ?? answer?.code ?? errors?.[0]?.extensions?.code ?? 'no answer';
  };
}

const unitsPerSku = 1_000_000;

/** Puts enough of everything into one warehouse, so that no order is refused for stock. */
export async function stockEverything(shop: BenchShop): Promise<void> {
  const token = await shop.signIn('warehouse');
  const input = Array.from({ length: productsCount }, (_, index) => ({
    sku: skuOf(index),
    warehouse: 'BER',
    delta: unitsPerSku,
    reason: 'benchmark',
  }));
  const adjust = `mutation ($input: [StockAdjustmentInput!]!, $key: String!) {
    adjustStock(input: $input, idempotencyKey: $key) { __typename } }`;
  const answer = await shop.ask(adjust, { input, key: randomUUID() }, token);
  const { __typename } = (answer.data?.adjustStock ?? {}) as { __typename?: string };
  if (__typename !== 'AdjustStockPayload') throw new Error(`No stock: ${JSON.stringify(answer)}`);
}
