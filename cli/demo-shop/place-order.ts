import { randomUUID } from 'node:crypto';
import { demoEmailOf } from '../../config/demo-accounts';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { gatewayOrigin } from '../../config/process/service-addresses';
import { CommandError } from '../program/exit-codes';
import { accessTokenFor } from '../running/access-token';
import { checkReady } from '../running/gateway';

export interface DemoOrder {
  readonly number: string;
  readonly status: string;
  readonly total: { readonly amount: string; readonly currency: string };
  /** Where the console shows it. */
  readonly url: string;
}

interface Answer {
  readonly data?: {
    readonly placeOrder:
      | (Omit<DemoOrder, 'url'> & { readonly __typename: 'Order'; readonly id: string })
      | { readonly __typename: string; readonly code: string; readonly message: string };
  };
  readonly errors?: readonly { readonly message: string }[];
}

const query = /* GraphQL */ `
  mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      __typename
      ... on Order { id number status total { amount currency } }
      ... on UserError { code message }
    }
  }
`;

const inputOf = (paymentToken: string) => ({
  idempotencyKey: randomUUID(),
  currency: 'EUR',
  lines: [{ sku: 'DEMO-0001', quantity: 2 }],
  shippingAddress: {
    recipient: 'Ada Lovelace',
    line1: 'Hauptstrasse 1',
    city: 'Berlin',
    postalCode: '10115',
    country: 'DE',
  },
  payment: { token: paymentToken },
});

/** Longer than an order may take. */
const deadlineMs = 60_000;

async function customerToken(): Promise<string> {
  const token = await accessTokenFor('demo order', demoEmailOf('customer'));
  if (token === null) throw new CommandError('This shop has no demo customer (demo.enabled).');
  return token;
}

/**
 * Orders two pieces of the first demo product, as the demo customer.
 * @param paymentToken of the sandbox, which decides how the payment ends.
 * @throws NotRunningError without a shop, CommandError if there is no order.
 */
export async function placeDemoOrder(paymentToken: string): Promise<DemoOrder> {
  const gateway = gatewayOrigin(await loadConfiguration());
  await checkReady(gateway);
  const response = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await customerToken()}`,
    },
    body: JSON.stringify({ query, variables: { input: inputOf(paymentToken) } }),
    signal: AbortSignal.timeout(deadlineMs),
  });
  const { data, errors } = (await response.json()) as Answer;
  const placed = data?.placeOrder;
  if (!placed) throw new CommandError(errors?.[0]?.message ?? `HTTP ${response.status}`);
  if (!('number' in placed)) throw new CommandError(`${placed.code}: ${placed.message}`);
  const { id, number, status, total } = placed;
  return { number, status, total, url: `${gateway}/console/orders/${id}` };
}
