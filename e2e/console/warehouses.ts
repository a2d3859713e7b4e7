import { expect, test } from 'vitest';
import { PlaceOrder } from '../../client/src/generated/operations';
import { demoAccount, orderOf } from '../harness/people';
import { eventually } from '../harness/shop';
import type { ConsoleShop } from './console-shop';
import type { Visitor } from './visitor';

const sku = 'DEMO-0007';
const code = 'HAM';
/** Orders are reserved in the first of the warehouses that have the same stock. */
const reservedIn = 'AMS';
const soldSku = 'DEMO-0009';

const rowOf = ({ page }: Visitor, id: string) => page.locator(`tr[data-row="${id}"]`);

const menuDeadlineMs = 2_000;

/**
 * Chooses an action of the warehouse's menu. The list may be read again at that moment, after a
 * change; then the menu closes with the row that it belonged to.
 */
async function choose(visitor: Visitor, action: string): Promise<void> {
  await visitor.go('/warehouses');
  const item = visitor.page.getByRole('menuitem', { name: action });
  await eventually('the menu is open', async () => {
    await rowOf(visitor, code).getByRole('button').click();
    return await item.click({ timeout: menuDeadlineMs }).then(
      () => true,
      () => false,
    );
  });
}

/**
 * The findings in both looks. Buttons are enabled without a transition, because axe would measure
 * colors halfway.
 */
async function findings(visitor: Visitor): Promise<string[]> {
  const found = await visitor.findings();
  await visitor.look('narrow and dark');
  found.push(...(await visitor.findings()));
  await visitor.look('wide and light');
  return found;
}

async function create({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: 'Create a warehouse' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Code').fill('BER');
  await dialog.getByLabel('Name').fill('Port');
  await dialog.getByLabel('Country').fill('de');
  await dialog.getByText('Germany').waitFor();
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await dialog.getByRole('alert').getByText('BER exists with another name').first().waitFor();
  await dialog.getByLabel('Code').fill(code);
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('status').getByText('The warehouse is created.').waitFor();
}

async function count(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const text = page.getByLabel('SKU and units');
  const record = page.getByRole('button', { name: 'Record a count' });
  await text.fill(`${sku}\t12\nNOPE, 1\n${sku}`);
  await page.getByRole('button', { name: 'Show differences' }).click();
  await page.getByText('2 lines cannot be recorded').waitFor();
  await page.getByText('Line 2: no product has this SKU.').waitFor();
  await page.getByText('Line 3: write a SKU').waitFor();
  expect(await record.isDisabled()).toBe(true);
  expect(await findings(visitor)).toEqual([]);
  await text.fill(`SKU\tCounted\n${sku}\t12`);
  await page.getByRole('button', { name: 'Show differences' }).click();
  await page.getByText('1 of 1 lines change stock: 12 more and 0 fewer').waitFor();
  const cells = await page.locator('tbody td').allInnerTexts();
  expect(cells.slice(1)).toEqual(['0', '12', '+12']);
  await record.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('12 more').waitFor();
  await dialog.getByLabel('Reason').fill('First count');
  expect(await findings(visitor)).toEqual([]);
  await dialog.getByRole('button', { name: 'Record a count' }).click();
  await page.getByRole('status').getByText('The count is recorded.').waitFor();
}

async function setReorderPoint(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await visitor.go(`/products/${sku}`);
  await page.getByRole('button', { name: 'Set reorder points' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Port of Hamburg').fill('20');
  expect(await findings(visitor)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('The reorder points are saved.').waitFor();
  const row = rowOf(visitor, code);
  await row.getByText('Low').waitFor();
  expect((await row.locator('td').allInnerTexts()).slice(1)).toEqual(['12', '0', '12', '20']);
  await page.getByText('First count').waitFor();
}

async function close(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await choose(visitor, 'Close the warehouse');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('What is reserved there is still shipped').waitFor();
  expect(await findings(visitor)).toEqual([]);
  await dialog.getByRole('button', { name: 'Keep it open' }).click();
  await choose(visitor, 'Close the warehouse');
  await dialog.getByRole('button', { name: 'Close the warehouse' }).click();
  await page.getByRole('status').getByText('The warehouse is closed.').waitFor();
  await rowOf(visitor, code).getByText('Closed').waitFor();
}

export function checkWarehouses(running: () => ConsoleShop): void {
  test('an administrator creates a warehouse, counts, sets a reorder point and closes it', async () => {
    await running().visitAt('admin', '/warehouses', async (visitor) => {
      const { page } = visitor;
      await visitor.look('wide and light');
      await create(visitor);
      await choose(visitor, 'Rename');
      await page.getByRole('dialog').getByLabel('Name').fill('Port of Hamburg');
      await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
      await rowOf(visitor, code).getByText('Port of Hamburg').waitFor();
      await choose(visitor, 'Record a count');
      await page.getByRole('heading', { name: 'Count of Port of Hamburg' }).waitFor();
      await count(visitor);
      await setReorderPoint(visitor);
      await close(visitor);
      await visitor.go(`/products/${sku}`);
      const row = rowOf(visitor, code);
      await row.getByText('Closed').waitFor();
      // The page shows what it knows of the product until it has read it again.
      const cells = async () => (await row.locator('td').allInnerTexts()).slice(1);
      await expect.poll(cells).toEqual(['12', '0', '0', '20']);
      await choose(visitor, 'Reopen the warehouse');
      await page.getByRole('dialog').getByRole('button', { name: 'Reopen' }).click();
      await rowOf(visitor, code).getByText('Open').waitFor();
    });
  });

  test('a count below what was reserved since its preview shows so at its line', async () => {
    const customer = await demoAccount(running().shop.client, 'customer');
    await running().visitAt('warehouse', '/warehouses', async (visitor) => {
      const { page } = visitor;
      expect(await page.getByRole('button', { name: 'Create a warehouse' }).count()).toBe(0);
      await rowOf(visitor, reservedIn).getByRole('link').click();
      await page.getByLabel('SKU and units').fill(`${soldSku}, 0`);
      await page.getByRole('button', { name: 'Show differences' }).click();
      await page.getByText('1 of 1 lines change stock').waitFor();
      const order = orderOf([[soldSku, 3]], 'tok_ok');
      const { placeOrder } = await customer.run(PlaceOrder, order);
      expect(placeOrder?.__typename).toBe('Order');
      await page.getByRole('button', { name: 'Record a count' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Reason').fill('Nothing is left');
      await dialog.getByRole('button', { name: 'Record a count' }).click();
      await dialog.getByRole('alert').getByText(`${soldSku} at ${reservedIn}`).waitFor();
      await page.keyboard.press('Escape');
      await page.getByText('Line 1: units reserved for orders: 3.').waitFor();
      expect(await page.getByRole('button', { name: 'Record a count' }).isDisabled()).toBe(true);
    });
  });

  test('support is shown neither the warehouses nor their counts', async () => {
    await running().visit('support', async (visitor) => {
      const { page } = visitor;
      expect(await page.getByRole('link', { name: 'Warehouses' }).count()).toBe(0);
      await visitor.go(`/warehouses/${reservedIn}/count`);
      await page.getByText('Your role does not allow this').waitFor();
    });
  });
}
