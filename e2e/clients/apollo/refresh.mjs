// Renews the session in an error link when the shop no longer accepts the access token. Each
// operation of a page does so by itself, with the same refresh token and the stale access token.
import assert from 'node:assert/strict';
import { HttpLink } from '@apollo/client';
import { url } from '../buyer.mjs';
import { newClient } from './app.mjs';
import { ASSIGN_ROLES, CATALOGUE, ME, PRODUCT } from './operations.mjs';

const statuses = [];
const link = new HttpLink({
  uri: url,
  fetch: async (...request) => {
    const response = await fetch(...request);
    statuses.push(response.status);
    return response;
  },
});
const [buyer, admin] = [await newClient({ link }), await newClient()];
const [user] = await Promise.all([buyer.signUp(), admin.signIn('admin')]);
const firstSession = buyer.session;

// A role change ends the access tokens of the account within 5 s.
const { data } = await admin.client.mutate({
  mutation: ASSIGN_ROLES,
  variables: { userId: user.id, roles: ['PARTNER'] },
});
assert.deepEqual(data.assignRoles.roles, ['PARTNER']);
const isRefused = async () => {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${firstSession.accessToken}`,
    },
    body: '{"query":"{ me { id } }"}',
  });
  return response.status === 401;
};
while (!(await isRefused())) await new Promise((resolve) => setTimeout(resolve, 200));

statuses.length = 0;
const options = { fetchPolicy: 'network-only' };
const [me, catalogue, ...products] = await Promise.all([
  buyer.client.query({ query: ME, ...options }),
  buyer.client.query({ query: CATALOGUE, variables: { first: 2 }, ...options }),
  ...['DEMO-0001', 'DEMO-0002', 'DEMO-0003'].map((sku) =>
    buyer.client.query({ query: PRODUCT, variables: { sku }, ...options }),
  ),
]);
assert.deepEqual(me.data.me.roles, ['PARTNER']);
assert.equal(catalogue.data.products.edges.length, 2);
assert.equal(products.length, 3);
assert.ok(statuses.includes(401), 'the first access token was refused');
assert.ok(buyer.refreshes > 1, 'several operations renewed the session at once');
assert.notEqual(buyer.session.refreshToken, firstSession.refreshToken);

const again = await buyer.client.query({ query: ME, ...options });
assert.equal(again.data.me.id, user.id);

// Somebody who comes back with a stale session signs in while the old token is still sent.
const stale = await newClient({ session: firstSession });
const returned = await stale.signIn('customer');
assert.deepEqual(returned.roles, ['CUSTOMER']);
for (const { client } of [buyer, admin, stale]) client.stop();
