// Pages through the catalogue with relayPagination, and reads a product from the normalised cache.
import assert from 'node:assert/strict';
import { gql } from 'urql';
import { newClient } from './app.mjs';

// Graphcache reports what it cannot normalise as warnings.
const warnings = [];
globalThis.console.warn = (...message) => warnings.push(message.join(' '));

const CATALOGUE = gql`
  query ($first: Int!, $after: String) {
    products(first: $first, after: $after, sort: NAME_ASC) {
      totalCount
      edges {
        cursor
        node {
          sku
          name
          price {
            amount
            currency
          }
        }
      }
      nodes {
        sku
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`;

const PRODUCT = gql`
  query ($sku: ID!) {
    product(sku: $sku) {
      sku
      name
      price {
        amount
        currency
      }
      stock {
        onHand
        warehouse {
          code
          name
        }
      }
    }
  }
`;

const { client, signIn } = await newClient();
await signIn('warehouse');
let after = null;
let products;
do {
  const { data, error } = await client.query(CATALOGUE, { first: 80, after }).toPromise();
  assert.ifError(error);
  products = data.products;
  after = products.pageInfo.endCursor;
} while (products.pageInfo.hasNextPage);
const skus = products.edges.map(({ node }) => node.sku);
assert.equal(new Set(skus).size, products.totalCount);
assert.deepEqual(
  products.nodes.map(({ sku }) => sku),
  skus,
);

const { data, error } = await client.query(PRODUCT, { sku: skus[0] }).toPromise();
assert.ifError(error);
assert.equal(data.product.name, products.edges[0].node.name);
assert.ok(data.product.stock[0].warehouse.name.length > 0);
const cached = client.readQuery(PRODUCT, { sku: skus[0] });
assert.equal(cached.data.product.stock.length, data.product.stock.length);
assert.deepEqual(warnings, []);
