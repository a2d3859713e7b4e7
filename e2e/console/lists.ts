import type { Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { demoAccount } from '../harness/people';
import type { ConsoleShop } from './console-shop';

const isTotal = (route: Route): boolean =>
  route.request().postDataJSON()?.operationName === 'OrderTotal';

const tooLong = {
  errors: [{ message: 'The deadline passed.', extensions: { code: 'TIMEOUT', retryable: true } }],
};

const rejectedOrders = `{
  orders(first: 100, filter: { status: [REJECTED] }) { pageInfo { endCursor } }
}`;

/** What lists do one step beside their rows. */
export function checkLists(running: () => ConsoleShop): void {
  test('the search keeps what is typed while its beginning is searched', async () => {
    await running().visitAt('support', '/products', async ({ page }) => {
      const box = page.getByRole('searchbox');
      await box.pressSequentially('red ');
      await page.waitForURL('**/products?q=red');
      await expect.poll(() => page.locator('tbody tr').first().textContent()).toMatch(/red/i);
      await box.pressSequentially('mug');
      await page.waitForURL('**/products?q=red+mug');
      expect(await box.inputValue()).toBe('red mug');
      await page.goBack();
      await page.waitForURL('**/products?q=red');
      await expect.poll(() => box.inputValue()).toBe('red');
    });
  });

  test('a page that has lost its rows leads to the first one', async () => {
    const support = await demoAccount(running().shop.client, 'support');
    const { data } = await support.post({ query: rejectedOrders });
    const { orders } = data as { orders: { pageInfo: { endCursor: string } } };
    const after = encodeURIComponent(orders.pageInfo.endCursor);
    const path = `/orders?status=REJECTED&page=2&after=${after}`;
    await running().visitAt('support', path, async (visitor) => {
      const { page } = visitor;
      await page.getByText('Nothing is left on this page').waitFor();
      expect(await visitor.findings()).toEqual([]);
      await page.getByRole('link', { name: 'First page' }).click();
      await page.locator('tbody tr').first().waitFor();
      // The menu of a phone closes although the link leads to the same page.
      await visitor.look('narrow and dark');
      const menu = page.getByRole('button', { name: 'Menu' });
      await menu.click();
      await page.getByRole('link', { name: 'Needs attention' }).click();
      await page.getByRole('heading', { level: 1, name: 'Needs attention' }).waitFor();
      await menu.waitFor();
      await page.locator('main h1:focus').waitFor();
      // It would cover what has the focus.
      await menu.click();
      await page.locator('main a').first().focus();
      await menu.waitFor();
      // Paper has room for the columns that a phone has not.
      await page.emulateMedia({ media: 'print' });
      await page.getByRole('columnheader', { name: 'Destination' }).waitFor();
    });
  });

  test('a count that fails says so, and can be tried again', async () => {
    await running().visitAt('support', '/orders', async (visitor) => {
      const { page } = visitor;
      await page.clock.install();
      await page.reload();
      await page.route('**/graphql', (route) =>
        isTotal(route) ? route.fulfill({ status: 504, json: tooLong }) : route.continue(),
      );
      await page.getByRole('button', { name: 'Count all' }).click();
      await page.getByText('It took too long').waitFor();
      expect(await visitor.findings()).toEqual([]);
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText(/orders in all/).waitFor();
      // The count of before is not shown beside the rows of now.
      await running().place();
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await page.getByRole('button', { name: 'Count all' }).waitFor();
      // How long ago it was stays true on a page that is left open, also without live updates.
      await visitor.go('/accounts');
      await page.clock.fastForward('02:00:00');
      await page.locator('tbody time', { hasText: '2 hours ago' }).first().waitFor();
      // An overview that is left open has the orders that came since.
      await visitor.go('/');
      const { number } = await running().place();
      await page.clock.fastForward('01:00');
      await page.getByRole('link', { name: number }).waitFor();
    });
  });
}
