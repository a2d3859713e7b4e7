import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import type { Shop } from './shop';

const importOrders = `mutation ($orders: [ImportedOrderInput!]!) {
  importOrders(orders: $orders) { outcomes }
}`;
const importCancellations = `mutation ($lines: [ImportedCancellationInput!]!) {
  importCancellations(lines: $lines) { outcomes }
}`;

const viewer: Viewer = { kind: 'system', cause: 'import' };

/** The importer's calls. */
export function importing(shop: Shop) {
  async function call(query: string, variables: Record<string, unknown>) {
    const scope = { viewer, requestId: 'test', signal: AbortSignal.timeout(50_000) };
    const { data, errors = [] } = await shop.subgraph.internal({ query, variables }, scope);
    const answer = data as Record<string, { outcomes: string[] }> | null | undefined;
    return { answer, codes: errors.map(({ extensions, message }) => extensions.code ?? message) };
  }
  const outcomesOf = ({ answer, codes }: Awaited<ReturnType<typeof call>>, field: string) => {
    if (codes.length > 0) throw new Error(`The import was rejected: ${codes.join(', ')}`);
    return answer?.[field]?.outcomes ?? [];
  };
  return {
    ask: (orders: readonly object[]) => call(importOrders, { orders }),
    take: async (...orders: object[]) =>
      outcomesOf(await call(importOrders, { orders }), 'importOrders'),
    cancel: async (...lines: object[]) =>
      outcomesOf(await call(importCancellations, { lines }), 'importCancellations'),
  };
}

/** A valid invoice with overrides. */
export function importOrder(given: object) {
  return {
    invoice: '1',
    customerId: uuidV7(),
    placedAt: '2010-12-01T08:26:00.000Z',
    currency: 'GBP',
    country: 'GB',
    recipient: 'Customer 17850',
    shippingMinor: '0',
    lines: [{ sku: '85123A', name: 'Holder', quantity: 6, unitPriceMinor: '255' }],
    ...given,
  };
}
