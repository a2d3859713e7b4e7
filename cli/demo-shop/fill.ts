import { type RequestScope, systemScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { demoAccounts, demoProducts, demoStock, demoWarehouses } from './catalogue';

export interface DemoShopServices {
  readonly inventory: ServiceCall;
  readonly users: ServiceCall;
}

/** Generous: filling takes a bounded time, so a longer call hangs. */
const fillDeadlineMs = 60_000;

const isEmptyQuery = /* GraphQL */ `query { hasProducts }`;
const lastAccountQuery = /* GraphQL */ `query ($email: String!) { userIdByEmail(email: $email) }`;

const fillInventory = /* GraphQL */ `
  mutation ($warehouses: [NewWarehouseInput!]!, $products: [NewProductInput!]!) {
    createWarehouses(warehouses: $warehouses)
    createProducts(products: $products)
  }
`;
const receiveStock = /* GraphQL */ `
  mutation ($lines: [ReceivedStockInput!]!, $reference: String!) {
    receiveStock(lines: $lines, reference: $reference)
  }
`;
const createAccount = /* GraphQL */ `
  mutation ($email: EmailAddress!, $name: String!, $password: String, $roles: [Role!]!) {
    createAccount(email: $email, name: $name, password: $password, roles: $roles)
  }
`;

/**
 * Fills an empty database with the demo shop. The accounts are created last: if the catalogue
 * exists but the last account does not, an earlier start was interrupted, and all steps, which are
 * idempotent, run again.
 * @returns whether the database has the demo shop; false if it has other data.
 */
export async function fillDemoShop({ inventory, users }: DemoShopServices): Promise<boolean> {
  const scope = systemScope('demo-shop', fillDeadlineMs);
  const { hasProducts } = await inventory<{ hasProducts: boolean }>(isEmptyQuery, {}, scope);
  const last = demoAccounts.at(-1);
  const { userIdByEmail } = await users<{ userIdByEmail: string | null }>(
    lastAccountQuery,
    { email: last?.email },
    scope,
  );
  if (hasProducts && userIdByEmail !== null) return true;
  if (hasProducts && !(await cutOff(inventory, scope))) return false;

  await inventory(fillInventory, { warehouses: demoWarehouses, products: demoProducts }, scope);
  await inventory(receiveStock, { lines: demoStock, reference: 'demo-shop' }, scope);
  for (const account of demoAccounts) await users(createAccount, { ...account }, scope);
  return true;
}

/** Whether an interrupted fill left these products; other data is left unchanged. */
async function cutOff(inventory: ServiceCall, scope: RequestScope): Promise<boolean> {
  const { pricedProducts } = await inventory<{ pricedProducts: unknown[] }>(
    /* GraphQL */ `query ($skus: [ID!]!) { pricedProducts(skus: $skus) { sku } }`,
    { skus: [demoProducts[0]?.sku] },
    scope,
  );
  return pricedProducts.length > 0;
}
