import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  AdjustStock,
  PlaceOrder,
  Products,
  Quote,
  UpsertProducts,
} from '../../client/src/generated/operations';
import { buyerAddress } from '../../testing/buyer-address';
import { demoAccount, newCustomer, orderOf } from '../harness/people';
import type { Shop } from '../harness/shop';
import type { ConsoleShop } from './console-shop';

const lists = [
  { currency: 'USD', sku: 'LAMP-USD', name: 'Brass lamp', price: '49.90', shown: /49\.90/ },
  { currency: 'JPY', sku: 'LAMP-JPY', name: 'Paper lamp', price: '4800', shown: /4,800/ },
] as const;
/** Shipping to Germany is 5.90 in other currencies than EUR; a yen has no decimals. */
const totals = { USD: '66.40', JPY: '5719' };
/** The API takes every postal code; Germany has five digits. */
const unusual = { ...buyerAddress, postalCode: '1011' };

/** One of them by a call and one by an import. */
async function addAll(shop: Shop): Promise<void> {
  const admin = await demoAccount(shop.client, 'admin');
  const [{ currency, sku, name, price }, other] = lists;
  const { upsertProducts } = await admin.run(UpsertProducts, {
    input: [{ sku, name, price, currency }],
  });
  expect(upsertProducts).toMatchObject({ accepted: 1, rejected: [] });
  const rows = ['sku,name,price', `${other.sku},${other.name},${other.price}`];
  writeFileSync(path.join(shop.dataFolder, 'other.csv'), `${rows.join('\n')}\n`);
  const given = ['products', 'other.csv', '--currency', other.currency];
  const { code, output, errors } = await shop.run('import', ...given);
  expect(code, errors).toBe(0);
  expect(output).toMatch(/ 1 {2}products created/);
  const delivered = { warehouse: 'BER', delta: 40, reason: 'first delivery' };
  const input = lists.map((each) => ({ sku: each.sku, ...delivered }));
  const { adjustStock } = await admin.run(AdjustStock, { input, idempotencyKey: randomUUID() });
  expect(adjustStock?.__typename).toBe('AdjustStockPayload');
}

/** Lists, quotes and orders the product of each currency. @returns the ids of the orders. */
async function order(shop: Shop): Promise<string[]> {
  const customer = await newCustomer(shop.client);
  const ids: string[] = [];
  for (const { currency, sku, price } of lists) {
    const { products } = await customer.run(Products, { filter: { currency } });
    expect(products?.nodes.map(({ sku: listed, price: net }) => [listed, net])).toMatchObject([
      [sku, { amount: price, currency }],
    ]);
    const lines = [{ sku, quantity: 1 }];
    const { quote } = await customer.run(Quote, { currency, lines, country: 'DE' });
    expect(quote).toMatchObject({ total: { amount: totals[currency], currency } });
    const given = orderOf([[sku, 1]], 'tok_ok', { currency, shippingAddress: unusual });
    const { placeOrder } = await customer.run(PlaceOrder, given);
    expect(placeOrder).toMatchObject({ status: 'CONFIRMED', total: { currency } });
    const { id } = placeOrder as { id: string };
    expect(await shop.ledgerOf(id)).toMatchObject([{ amount: totals[currency], currency }]);
    ids.push(id);
  }
  const mixed = lists.map(({ sku }) => ({ sku, quantity: 1 }));
  const { quote } = await customer.run(Quote, { currency: 'USD', lines: mixed, country: 'DE' });
  expect(quote?.__typename).toBe('ValidationError');
  return ids;
}

/** The shop on the web lists one currency, has a cart for each, and leads to the others. */
async function browse(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/shop?currency=USD`);
  await page.getByText('1 product', { exact: true }).waitFor();
  await page.getByRole('button', { name: /Add to cart.*Brass lamp/ }).click();
  await page.getByRole('link', { name: /^Cart 1/ }).click();
  await page.locator('.totals .total', { hasText: '$66.40' }).waitFor();
  await page.goto(`${url}/shop/product?sku=DEMO-0001`);
  await page.getByText('It is not sold in USD.').waitFor();
  expect(await page.getByRole('button', { name: /Add to cart/ }).count()).toBe(0);
  await page.getByRole('link', { name: 'Shop in EUR' }).click();
  await page.getByRole('button', { name: /Add to cart/ }).click();
  await page.getByRole('link', { name: /^Cart 1/ }).click();
  await page.locator('.totals .total', { hasText: '€' }).waitFor();
}

/** A shop whose products are priced in different currencies, one each. */
export function checkCurrencies(running: () => ConsoleShop): void {
  test('products of other currencies are listed, quoted, sold and counted', async () => {
    const { shop, browser } = running();
    await addAll(shop);
    const ids = await order(shop);
    const context = await browser.newContext({ locale: 'en-GB' });
    await browse(await context.newPage(), shop.url);
    await context.close();
    await running().visit('admin', async (visitor) => {
      const { page } = visitor;
      for (const { currency } of lists) {
        await page.getByRole('img', { name: `Revenue in ${currency}` }).waitFor();
      }
      expect(await visitor.findings()).toEqual([]);
      await visitor.go('/products?q=lamp');
      for (const { sku, shown } of lists) {
        await page.locator(`tr[data-row="${sku}"]`, { hasText: shown }).waitFor();
      }
      for (const id of ids) {
        await visitor.go(`/orders/${id}`);
        await page.getByText('Unusual postal code for Germany').waitFor();
        expect(await visitor.findings()).toEqual([]);
      }
      await visitor.look('narrow and dark');
      expect(await visitor.findings()).toEqual([]);
    });
  });
}
