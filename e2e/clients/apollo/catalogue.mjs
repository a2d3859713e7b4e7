// Scrolls through the whole catalogue, and opens a product that the cache already has.
import assert from 'node:assert/strict';
import { newClient } from './app.mjs';
import { CATALOGUE, PRODUCT, STOCK } from './operations.mjs';

const { client, signIn } = await newClient();
await signIn('warehouse');

const query = client.watchQuery({ query: CATALOGUE, variables: { first: 60 } });
await new Promise((resolve, reject) => {
  query.subscribe(({ dataState, error }) => {
    if (error) reject(error);
    if (dataState === 'complete') resolve();
  });
});
let { pageInfo } = query.getCurrentResult().data.products;
while (pageInfo.hasNextPage) {
  const more = await query.fetchMore({ variables: { after: pageInfo.endCursor } });
  pageInfo = more.data.products.pageInfo;
}
const data = client.readQuery({ query: CATALOGUE, variables: { first: 60 } });
const shown = data.products.edges.map(({ node }) => node.sku);
assert.equal(new Set(shown).size, shown.length, 'no product is shown twice');
assert.equal(shown.length, data.products.totalCount, 'every product is shown');
assert.equal(data.products.pageInfo.hasPreviousPage, false);

const [sku] = shown;
const cached = await client.query({
  query: PRODUCT,
  variables: { sku },
  fetchPolicy: 'network-only',
});
const key = client.cache.identify({ __typename: 'Product', sku });
assert.equal(key, `Product:{"sku":"${sku}"}`);
assert.equal(client.cache.extract()[key].name, cached.data.product.name);

const { data: stock } = await client.query({ query: STOCK, variables: { sku } });
const { warehouse } = stock.product.stock[0];
const stored = client.cache.extract()[`Warehouse:{"code":"${warehouse.code}"}`];
assert.equal(stored.name, warehouse.name);
assert.equal(client.cache.extract()[key].stock.length, stock.product.stock.length);
client.stop();
