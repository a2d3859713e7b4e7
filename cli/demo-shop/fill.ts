import type { RequestScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { demoAccounts, demoProducts, demoStock, demoWarehouses } from './catalogue';

export interface DemoShopServices {
  readonly inventory: ServiceCall;
  readonly users: ServiceCall;
}

/** Filling is once and bounded; what hangs longer than this is a fault. */
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
 * Fills an empty database with the demo shop. The accounts come last: where the catalogue is
 * there and the last account is not, an earlier start was cut off, and every step is taken again,
 * each of which leaves alone what it finds.
 * @returns whether the demo shop is there now; false where somebody else's stands instead.
 */
export async function fillDemoShop({ inventory, users }: DemoShopServices): Promise<boolean> {
  const scope: RequestScope = {
    viewer: { kind: 'system', cause: 'demo-shop' },
    requestId: 'demo-shop',
    signal: AbortSignal.timeout(fillDeadlineMs),
  };
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

/** Products of somebody else's are no cut-off demo shop: theirs is left as it is. */
async function cutOff(inventory: ServiceCall, scope: RequestScope): Promise<boolean> {
  const { pricedProducts } = await inventory<{ pricedProducts: unknown[] }>(
    /* GraphQL */ `query ($skus: [ID!]!) { pricedProducts(skus: $skus) { sku } }`,
    { skus: [demoProducts[0]?.sku] },
    scope,
  );
  return pricedProducts.length > 0;
}
