import { randomUUID } from 'node:crypto';
import {
  Login,
  PlaceOrder,
  type PlaceOrderInput,
  Register,
  type SessionPartsFragment,
} from '../../client/src/generated/operations';
import { buyerAddress } from '../../testing/buyer-address';
import { Client } from './client';
import type { Shop } from './shop';

/**
 * Signs in as one of the demo accounts, e.g. `customer`.
 * @param document that of another version, which may not have every field.
 */
export async function demoAccount(client: Client, name: string, document = Login): Promise<Client> {
  const input = { email: `${name}@example.com`, password: 'demo-password' };
  // Drills and journeys begin with it; how busy the machine is then is not what they are about.
  const { login } = await Client.patient(client.url).run(document, { input });
  if (login?.__typename !== 'Session') throw new Error(`${name} could not sign in`);
  return client.as(login.accessToken);
}

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly name: string;
}

/** Somebody who has no account yet. */
export const buyer = (): NewAccount => ({
  email: `buyer-${randomUUID()}@example.com`,
  password: 'a long enough phrase',
  name: 'Ada Buyer',
});

/** A new customer, as somebody who signs in. */
export async function newAccount(client: Client): Promise<NewAccount & { readonly id: string }> {
  const account = buyer();
  const { user } = await newSession(client, account);
  return { ...account, id: user.id };
}

/** Marks the e-mail address of an account as verified, as the link in its mail would. */
export async function verifyAddress(shop: Shop, id: string): Promise<void> {
  await shop.query('users', 'UPDATE users SET email_verified_at = now() WHERE id = $1', [id]);
}

/** The session of a new customer. */
export async function newSession(client: Client, input = buyer()): Promise<SessionPartsFragment> {
  const { register } = await client.run(Register, { input });
  if (register?.__typename !== 'Session') {
    throw new Error(`registering a customer failed: ${JSON.stringify(register)}`);
  }
  return register;
}

/** A new customer. */
export async function newCustomer(client: Client): Promise<Client> {
  return client.as((await newSession(client)).accessToken);
}

/** The input of an order, for example `orderOf([['DEMO-0001', 2]], 'tok_ok')`. */
export function orderOf(
  lines: readonly [sku: string, quantity: number][],
  token: string,
  more: Partial<PlaceOrderInput> = {},
): { input: PlaceOrderInput } {
  return {
    input: {
      idempotencyKey: randomUUID(),
      currency: 'EUR',
      lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
      shippingAddress: buyerAddress,
      payment: { token },
      ...more,
    },
  };
}

/** The order that a customer has placed. @throws Error if it was not placed. */
export async function placedOrder(
  customer: Client,
  lines: readonly [sku: string, quantity: number][],
  token = 'tok_ok',
  more: Partial<PlaceOrderInput> = {},
) {
  const { placeOrder } = await customer.run(PlaceOrder, orderOf(lines, token, more));
  if (placeOrder?.__typename !== 'Order') throw new Error(JSON.stringify(placeOrder));
  return placeOrder;
}
