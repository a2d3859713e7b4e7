import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { ConsoleShop } from './console-shop';

const focusedRow = `[...document.querySelectorAll('tr[data-row]')].findIndex((row) =>
  row.contains(document.activeElement))`;
const activeOptionBelow = `document.querySelector('[role="option"][aria-selected="true"]')
  .getBoundingClientRect().bottom - innerHeight`;

type Ship = (orderId: string, quantity: number) => Promise<void>;

/** Looks for an order that cannot be read, which is not said to be missing, and tries again. */
async function lookUpWithoutApi(page: Page, number: string): Promise<void> {
  const unavailable = { status: 503, json: { errors: [{ message: 'Away' }] } };
  let refused = 0;
  await page.route('**/graphql', (route) => {
    refused += 1;
    return route.fulfill(unavailable);
  });
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog');
  await palette.getByRole('combobox').fill(number);
  await palette.getByText('This could not be loaded').waitFor();
  expect(await palette.getByText('Nothing matches').count()).toBe(0);
  const tryAgain = palette.getByRole('button', { name: 'Try again' });
  const before = refused;
  await tryAgain.click();
  await expect.poll(() => refused).toBeGreaterThan(before);
  await page.unrouteAll();
  const order = palette.getByRole('option', { name: `Order ${number}` });
  await tryAgain.or(order).first().waitFor();
  // The palette may have looked again by itself, and then the button is gone.
  await tryAgain.evaluateAll((buttons: { click(): void }[]) => {
    for (const button of buttons) button.click();
  });
  await order.waitFor();
}

/** What people do without a mouse, and the command palette. */
export function checkKeyboard(running: () => ConsoleShop, ship: Ship): void {
  test('an order that is opened from another one is followed, too', async () => {
    const [one, other] = [await running().place(), await running().place()];
    for (const quantity of [1, 2]) await ship(one.id, quantity);
    await running().visitAt('support', `/orders/${one.id}`, async ({ page }) => {
      await expect.poll(() => page.getByText('JD014600003').count()).toBe(2);
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill(other.number);
      await page.getByRole('option', { name: `Order ${other.number}` }).click();
      await page.getByRole('heading', { name: other.number }).waitFor();
      await ship(other.id, 1);
      await page.getByText('Partly shipped').first().waitFor();
      await ship(other.id, 2);
      await expect.poll(() => page.getByText('JD014600003').count()).toBe(2);
    });
  });

  test('the keyboard leads to pages, rows and orders by number', async () => {
    const order = await running().place();
    await running().visit('admin', async (visitor) => {
      const { page } = visitor;
      await visitor.settled();
      // The overview has two tables.
      const latest = page.getByRole('table', { name: 'Latest orders' });
      await latest.getByRole('link', { name: order.number }).waitFor();
      const moves: number[] = [];
      for (const key of ['j', 'j', 'j', 'k']) {
        await page.keyboard.press(key);
        moves.push(await page.evaluate<number>(focusedRow));
      }
      expect(moves).toEqual([0, 1, 2, 1]);
      // The window is lower than the list of commands.
      await page.setViewportSize({ width: 1440, height: 400 });
      await page.keyboard.press('Control+k');
      await page.getByRole('option').last().waitFor();
      for (let step = 0; step < 15; step += 1) await page.keyboard.press('ArrowDown');
      expect(await page.evaluate<number>(activeOptionBelow)).toBeLessThan(0);
      await page.keyboard.press('Escape');
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.keyboard.press('g');
      await page.keyboard.press('o');
      await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
      await page.getByRole('link', { name: order.number }).waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: order.number }).waitFor();
      // The palette knows the actions of the order that is open, and keeps what is typed before it is.
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      await page.route('**/command-palette*.js', (route) => held.then(() => route.continue()));
      await page.keyboard.press('Control+k');
      await page.keyboard.type('cancel tx');
      await page.keyboard.press('Backspace');
      release();
      await expect.poll(() => page.getByRole('combobox').inputValue()).toBe('cancel t');
      await page.getByRole('option', { name: 'Cancel the order' }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByLabel('Reason').waitFor();
      await page.getByRole('button', { name: 'Keep the order' }).click();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('webhooks');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Webhooks' }).waitFor();
      await lookUpWithoutApi(page, order.number);
      // What is open over a page goes with it.
      await page.goBack();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      for (const text of [order.number, order.number.slice(0, -3)]) {
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox').fill(text);
        await page.getByRole('option', { name: `Order ${order.number}` }).click();
        await page.getByRole('heading', { name: order.number }).waitFor();
      }
      // Who dictates presses letters by mistake.
      await visitor.go('/account');
      await page.getByLabel(/^Shortcuts of single keys/).uncheck();
      for (const key of ['g', 'o', 'Control+k']) await page.keyboard.press(key);
      await page.getByRole('dialog', { name: 'Search or jump to' }).waitFor();
      expect(page.url()).toMatch(/account$/);
    });
  });
}
