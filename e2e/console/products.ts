import { expect, test } from 'vitest';
import { Products, UpsertProducts } from '../../client/src/generated/operations';
import type { Client } from '../harness/client';
import { demoAccount } from '../harness/people';
import type { ConsoleShop } from './console-shop';

const rowsOnPage = 25;
/** One row of the page is left for the products without stock. */
const lastSellable = rowsOnPage - 1;
const price = { price: '12.00', currency: 'EUR' };

/** A word that is wider than the window of a phone. */
const longName = `Zither${'saiten'.repeat(12)}`;
const isTableCut = `[...document.querySelectorAll('table')].some((table) =>
  table.offsetWidth > table.parentElement.clientWidth)`;

/** Sorted by name alone, the first of them would be before everything that can be sold. */
const imported = [
  { sku: 'WITHOUT-STOCK-1', name: 'Aardvark', ...price },
  { sku: 'WITHOUT-STOCK-2', name: longName, ...price },
  { sku: 'NOT-SOLD', name: 'Zeppelin', ...price, active: false },
];

/** The cursor behind which only the last products are that can be sold. */
async function cursorNearEnd(admin: Client): Promise<string | null> {
  const list = { filter: { active: true, inStock: true }, sort: 'NAME_ASC' as const };
  const read = async (first: number, after: string | null) =>
    (await admin.run(Products, { ...list, first, after })).products;
  let left = ((await read(1, null))?.totalCount ?? 0) - lastSellable;
  let after: string | null = null;
  while (left > 0) {
    const first = Math.min(100, left);
    after = (await read(first, after))?.pageInfo.endCursor ?? null;
    left -= first;
  }
  return after;
}

export function checkProducts(running: () => ConsoleShop): void {
  test('products are listed by state and name, from one page to the next', async () => {
    const admin = await demoAccount(running().shop.client, 'admin');
    const { upsertProducts } = await admin.run(UpsertProducts, { input: imported });
    expect(upsertProducts?.rejected).toEqual([]);
    const cursor = await cursorNearEnd(admin);
    await running().visitAt('support', `/products?after=0:${cursor}&page=2`, async (visitor) => {
      const { page } = visitor;
      const names = page.locator('tbody tr td:first-child a');
      const order = page.getByRole('combobox', { name: 'Order', exact: true });
      await expect.poll(() => names.count()).toBe(rowsOnPage);
      expect((await names.allInnerTexts()).at(-1)).toBe('Aardvark');
      await page.getByText('1 product on this page came without stock').waitFor();
      expect(await visitor.findings()).toEqual([]);
      await page.getByRole('link', { name: 'Next' }).click();
      await names.getByText('Zeppelin').waitFor();
      const rest = await names.allInnerTexts();
      expect(rest.filter((name) => imported.some((each) => each.name === name))).toEqual([
        longName,
        'Zeppelin',
      ]);
      await visitor.look('narrow and dark');
      expect(await page.evaluate<boolean>(isTableCut)).toBe(false);
      await visitor.look('wide and light');
      expect(await page.getByRole('link', { name: 'Next' }).count()).toBe(0);
      await page.getByRole('link', { name: 'Previous' }).click();
      await names.getByText('Aardvark').waitFor();
      expect(await order.inputValue()).toBe('');
      await page.getByRole('combobox', { name: 'Show' }).selectOption('inactive');
      await names.getByText('Zeppelin').waitFor();
      expect(await order.inputValue()).toBe('NAME_ASC');
    });
  });
}
