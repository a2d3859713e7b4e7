// Sends operations by their hash: automatically persisted ones, and those of the manifest.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CombinedGraphQLErrors, gql, HttpLink } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import {
  generatePersistedQueryIdsAtRuntime,
  generatePersistedQueryIdsFromManifest,
} from '@apollo/persisted-query-lists';
import { orderOf, url } from '../buyer.mjs';
import { newClient } from './app.mjs';
import { CATALOGUE, PLACE_ORDER } from './operations.mjs';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** A client, and what it sends. */
async function persisting(options, name) {
  const sent = [];
  const http = new HttpLink({
    uri: url,
    fetch: (target, init) => {
      const text = init.body ?? decodeURIComponent(new URL(target).search);
      sent.push({ method: init.method, hasQuery: /"query"|[?&]query=/.test(text) });
      return fetch(target, init);
    },
  });
  const link = new PersistedQueryLink(options).concat(http);
  const app = await newClient({ link, clientAwareness: { name } });
  return { client: app.client, signUp: app.signUp, sent };
}

// Automatic: the first client teaches the shop an operation that no manifest has.
const unknown = gql`
  query Automatic${sha256(crypto.randomUUID()).slice(0, 8)} {
    product(sku: "DEMO-0001") {
      sku
      name
    }
  }
`;
const automatic = { sha256, useGETForHashedQueries: true };
const first = await persisting(automatic, 'anybody');
assert.equal((await first.client.query({ query: unknown })).data.product.sku, 'DEMO-0001');
assert.deepEqual(first.sent, [
  { method: 'GET', hasQuery: false },
  { method: 'POST', hasQuery: true },
]);
const second = await persisting(automatic, 'anybody');
assert.equal((await second.client.query({ query: unknown })).data.product.sku, 'DEMO-0001');
assert.deepEqual(second.sent, [{ method: 'GET', hasQuery: false }]);

// Registered: this client may send the operations of the manifest only.
const loadManifest = async () => JSON.parse(await readFile(process.env.MANIFEST, 'utf8'));
const ways = [
  generatePersistedQueryIdsFromManifest({ loadManifest }),
  generatePersistedQueryIdsAtRuntime({ sha256 }),
  { sha256 },
];
for (const way of ways) {
  const storefront = await persisting(way, 'storefront');
  await storefront.signUp();
  const { data } = await storefront.client.query({ query: CATALOGUE, variables: { first: 3 } });
  assert.equal(data.products.edges.length, 3);
  const { data: ordered } = await storefront.client.mutate({
    mutation: PLACE_ORDER,
    variables: { input: orderOf('DEMO-0032', 1) },
  });
  assert.equal(ordered.placeOrder.status, 'CONFIRMED');
  assert.deepEqual(
    storefront.sent,
    storefront.sent.map(() => ({ method: 'POST', hasQuery: false })),
  );
  storefront.client.stop();
}

// Without the link it sends the text, which is the registered one as well.
const texts = await newClient({ clientAwareness: { name: 'storefront' } });
const { data } = await texts.client.query({ query: CATALOGUE, variables: { first: 3 } });
assert.equal(data.products.edges.length, 3);
const refused = await texts.client.query({ query: unknown, errorPolicy: 'all' });
assert.ok(CombinedGraphQLErrors.is(refused.error), String(refused.error));
assert.equal(refused.error.errors[0].extensions.code, 'PERSISTED_QUERY_REQUIRED');
for (const { client } of [first, second, texts]) client.stop();
