import type { Ask } from '../import/rooms';

const linesPerCall = 1_000;
const warehouse = { code: 'REPLAY', name: 'Goods of replayed orders', country: 'GB' };

const createWarehouses = `mutation ($warehouses: [NewWarehouseInput!]!) {
  createWarehouses(warehouses: $warehouses)
}`;
const pricedProducts = 'query ($skus: [ID!]!) { pricedProducts(skus: $skus) { sku } }';
const receiveStock = `mutation ($lines: [ReceivedStockInput!]!, $reference: String!) {
  receiveStock(lines: $lines, reference: $reference)
}`;

/**
 * Receives enough stock for the orders, for every SKU that the catalogue has.
 * @param needed pieces by SKU in upper case.
 */
export async function stockUp(
  inventory: Ask,
  needed: ReadonlyMap<string, number>,
  reference: string,
): Promise<void> {
  await inventory(createWarehouses, { warehouses: [warehouse] });
  const all = [...needed.keys()];
  for (let at = 0; at < all.length; at += linesPerCall) {
    const skus = all.slice(at, at + linesPerCall);
    const { pricedProducts: known } = await inventory<{ pricedProducts: { sku: string }[] }>(
      pricedProducts,
      { skus },
    );
    const lines = known.map(({ sku }) => ({
      sku,
      warehouse: warehouse.code,
      quantity: needed.get(sku.toUpperCase()) ?? 0,
    }));
    if (lines.length > 0) await inventory(receiveStock, { lines, reference: `${reference}-${at}` });
  }
}
