import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import type { ConsoleShop } from './console-shop';

/** The API acts, and its answer does not arrive. */
async function loseAnswer(route: Route): Promise<void> {
  const response = await route.fetch();
  const answer = (await response.json()) as { data?: object };
  // The API does not know the hash of the operation yet: its text follows.
  await (answer.data ? route.abort() : route.fulfill({ response }));
}

const isAdjustment = (route: Route): boolean =>
  route.request().postDataJSON()?.operationName === 'AdjustStock';

async function addFiveUnits(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Adjust stock' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Change').fill('5');
  await dialog.getByLabel('Reason').fill('Found behind a shelf');
  await dialog.getByRole('button', { name: 'Adjust stock' }).click();
}

/** What people do again because they do not know whether it was done. */
export function checkLostAnswers(running: () => ConsoleShop): void {
  test('an adjustment whose answer was lost is made once, also from a new dialog', async () => {
    await running().visitAt('warehouse', '/products/DEMO-0150', async ({ page }) => {
      const cell = page.locator('table').first().locator('tbody tr').first().locator('td').nth(1);
      const onHand = async () => Number((await cell.textContent())?.replace(',', ''));
      const before = await onHand();
      await page.route('**/graphql', (route) =>
        isAdjustment(route) ? loseAnswer(route) : route.continue(),
      );
      await addFiveUnits(page);
      await page.getByRole('dialog').getByText('The server cannot be reached').waitFor();
      // The page shows what was done.
      await expect.poll(onHand).toBe(before + 5);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.unrouteAll();
      await addFiveUnits(page);
      await page.getByText('The stock is adjusted.').waitFor();
      await expect.poll(onHand).toBe(before + 5);
    });
  });
}
