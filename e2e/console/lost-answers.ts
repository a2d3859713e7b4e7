import type { Locator, Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import type { ConsoleShop } from './console-shop';

/** The API acts, and its answer does not arrive. */
async function loseAnswer(route: Route): Promise<void> {
  const response = await route.fetch();
  const answer = (await response.json()) as { data?: object };
  // The API does not know the hash of the operation yet: its text follows.
  await (answer.data ? route.abort() : route.fulfill({ response }));
}

/** Loses the answers of a mutation until the page is without routes. */
const loseAnswersOf = (page: Page, operationName: string): Promise<unknown> =>
  page.route('**/graphql', (route) =>
    route.request().postDataJSON()?.operationName === operationName
      ? loseAnswer(route)
      : route.continue(),
  );

/** The dialog says that the answer was lost, and is closed. */
async function leaveWithoutAnswer(page: Page): Promise<void> {
  await page.getByRole('dialog').getByText('The server cannot be reached').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.unrouteAll();
}

async function addFiveUnits(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Adjust stock' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Change').fill('5');
  await dialog.getByLabel('Reason').fill('Found behind a shelf');
  await dialog.getByRole('button', { name: 'Adjust stock' }).click();
}

async function enterParcel(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Ship', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Carrier').fill('DHL');
  await dialog.getByLabel('Tracking code').fill('JD014600005');
  await dialog.getByRole('spinbutton').fill('1');
  return dialog;
}

async function enterRefund(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Refund', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Amount').fill('1.00');
  await dialog.getByLabel('Reason').fill('Damaged');
  return dialog;
}

/** What people do again because they do not know whether it was done. */
export function checkLostAnswers(running: () => ConsoleShop): void {
  test('an adjustment whose answer was lost is made once, also from a new dialog', async () => {
    await running().visitAt('warehouse', '/products/DEMO-0150', async ({ page }) => {
      const cell = page.locator('table').first().locator('tbody tr').first().locator('td').nth(1);
      const onHand = async () => Number((await cell.textContent())?.replace(',', ''));
      const before = await onHand();
      await loseAnswersOf(page, 'AdjustStock');
      await addFiveUnits(page);
      // The page shows what was done.
      await expect.poll(onHand).toBe(before + 5);
      await leaveWithoutAnswer(page);
      await addFiveUnits(page);
      await page.getByText('The stock is adjusted.').waitFor();
      await expect.poll(onHand).toBe(before + 5);
    });
  });

  test('a parcel and a refund whose answers were lost are repeated only on purpose', async () => {
    const { id } = await running().place();
    await running().visitAt('admin', `/orders/${id}`, async (visitor) => {
      const { page } = visitor;
      const steps = [
        { operation: 'ShipOrder', button: 'Ship', enter: enterParcel, shown: 'JD014600005' },
        { operation: 'RefundOrder', button: 'Refund', enter: enterRefund, shown: 'Damaged' },
      ];
      for (const { operation, button, enter, shown } of steps) {
        await loseAnswersOf(page, operation);
        const entered = await enter(page);
        await entered.getByRole('button', { name: button }).click();
        const done = page.locator('main li').getByText(shown, { exact: true });
        await done.waitFor({ state: 'attached' });
        await leaveWithoutAnswer(page);
        // The same again, of the order as it is now.
        const dialog = await enter(page);
        const confirm = dialog.getByRole('button', { name: button });
        await confirm.click();
        await dialog.getByText('An earlier attempt was carried out').waitFor();
        expect(await confirm.isDisabled()).toBe(true);
        expect(await visitor.findings()).toEqual([]);
        expect(await done.count()).toBe(1);
        await dialog.getByRole('button', { name: 'Do it in addition' }).click();
        await confirm.click();
        await dialog.waitFor({ state: 'detached' });
        await expect.poll(() => done.count()).toBe(2);
      }
    });
  });
}
