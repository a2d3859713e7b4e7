import { hasStaffRole } from '../../access/roles';
import { Login, RefreshSession } from '../../client/src/generated/operations';
import type { Client } from '../harness/client';
import { demoAccount, newCustomer, placedOrder } from '../harness/people';
import type { Shop } from '../harness/shop';
import { missing, type Things } from './attempts';
import type { Caller } from './matrix';

type Headers = Record<string, string>;

const bearer = ({ accessToken }: Client): Headers => ({ authorization: `Bearer ${accessToken}` });

async function field<Value>(client: Client, query: string): Promise<Value> {
  const { data, errors } = await client.post({ query });
  const [value] = Object.values((data ?? {}) as Record<string, Value>);
  if (errors.length > 0 || value === undefined) throw new Error(JSON.stringify(errors));
  return value;
}

const createKey = (client: Client, scope: string) =>
  field<{ secret: string; apiKey: { id: string } }>(
    client,
    `mutation { createApiKey(input: { name: "matrix", scopes: [${scope}] }) {
      ... on ApiKeyCreated { secret apiKey { id } } } }`,
  );

/**
 * A demo account of staff whose session counts as begun with a second factor. No code is typed in,
 * because each works once, and the account signs in for several callers.
 */
async function staffAccount(name: string, shop: Shop): Promise<Client> {
  const input = { email: `${name}@example.com`, password: 'demo-password' };
  const { login } = await shop.client.run(Login, { input });
  if (login?.__typename !== 'Session') throw new Error(`${name} could not sign in`);
  const confirm = 'UPDATE sessions SET second_factor_at = now() WHERE user_id = $1';
  await shop.query('users', confirm, [login.user.id]);
  const { refreshToken } = login;
  const { refreshSession } = await shop.client.run(RefreshSession, { refreshToken });
  if (refreshSession?.__typename !== 'Session') throw new Error(`${name} has no session`);
  return shop.client.as(refreshSession.accessToken);
}

/** The client of a caller in the matrix: the demo account of its role, or a key of that account. */
export async function credentialOf({ name, role, scope }: Caller, shop: Shop): Promise<Headers> {
  if (role === null) return {};
  if (name === 'another customer') return bearer(await newCustomer(shop.client));
  const demo = role.toLowerCase();
  const isStaff = hasStaffRole([role]);
  const account = await (isStaff ? staffAccount(demo, shop) : demoAccount(shop.client, demo));
  if (scope === undefined) return bearer(account);
  const { secret } = await createKey(account, scope);
  // The header `x-buyer-ip` counts with STOREFRONT keys only, and is ignored with others.
  return { 'x-api-key': secret, 'x-buyer-ip': '203.0.113.7' };
}

/** Creates one object of each kind for a demo account and returns them. */
export async function thingsOf(name: 'customer' | 'partner', shop: Shop): Promise<Things> {
  const client = await demoAccount(shop.client, name);
  const { id: userId } = await field<{ id: string }>(client, '{ me { id } }');
  const order = await placedOrder(client, [['DEMO-0001', 1]]);
  const saving = `saveAddress(input: { recipient: "Ada", line1: "Hauptstraße 1", city: "Berlin",
    postalCode: "10115", country: "DE" }) { __typename }`;
  await field(client, `mutation { one: ${saving} other: ${saving} }`);
  const { addresses } = await field<{ addresses: { id: string }[] }>(
    client,
    '{ me { addresses { id } } }',
  );
  const [addressToSave = '', addressToDelete = ''] = addresses.map(({ id }) => id);
  const things = {
    ...missing,
    userId,
    orderId: order.id,
    orderNumber: order.number,
    addressToSave,
    addressToDelete,
  };
  if (name === 'customer') return things;
  const keyToRotate = (await createKey(client, 'ORDERS_READ')).apiKey.id;
  const keyToRevoke = (await createKey(client, 'ORDERS_READ')).apiKey.id;
  return { ...things, keyToRotate, keyToRevoke };
}
