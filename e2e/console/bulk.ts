import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { ConsoleShop } from './console-shop';

export function checkBulkActions(running: () => ConsoleShop): void {
  test('support cancels selected orders after a preview, and sees the result of each', async () => {
    const placed = [await running().place(), await running().place()];
    const inReview = await running().place('tok_review');
    const rejected = await running().place('tok_declined');
    await running().visitAt('support', '/orders', async (visitor) => {
      const { page } = visitor;
      // Buttons are enabled during the test: axe would measure their colours halfway.
      await visitor.look('wide and light');
      for (const { id } of [...placed, inReview, rejected]) {
        await page.locator(`tr[data-row="${id}"]`).getByRole('checkbox').check();
      }
      await page.getByRole('status').getByText('4 selected').waitFor();
      expect(await visitor.findings()).toEqual([]);
      await page.getByRole('button', { name: 'Cancel orders' }).click();
      const dialog = page.getByRole('dialog');
      // A rejected order cannot be cancelled.
      await dialog.getByText('3 of 4 orders are cancelled').waitFor();
      expect(await visitor.findings()).toEqual([]);
      await dialog.getByLabel('Reason').fill('The supplier is closed.');
      await dialog.getByRole('button', { name: 'Cancel orders' }).click();
      await page.getByText('3 done, 1 not done, of 4').waitFor();
      await page.getByText('Finished').waitFor();
      const row = page.locator('tr', { hasText: rejected.number });
      await row.getByText('Not done').waitFor();
      expect(await visitor.findings()).toEqual([]);
      await visitor.look('narrow and dark');
      expect(await visitor.findings()).toEqual([]);
      await page.getByLabel('Status').selectOption('FAILED');
      await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
      await page.getByRole('link', { name: 'Bulk actions' }).click();
      await page.getByRole('heading', { name: 'Bulk actions' }).waitFor();
      await page.getByText('The supplier is closed.').waitFor();
      expect(await visitor.findings()).toEqual([]);
      await visitor.go(`/orders/${placed[0]?.id}`);
      await page.getByText('“The supplier is closed.”').waitFor();
    });
  });

  test('every order that matches a filter is meant without selecting each', async () => {
    const { id } = await running().place('tok_review');
    await running().visitAt('admin', '/orders?status=IN_REVIEW', async (visitor) => {
      const { page } = visitor;
      await page.locator(`tr[data-row="${id}"]`).waitFor();
      const waiting = await page.locator('tbody tr').count();
      await page.locator(`tr[data-row="${id}"]`).getByRole('checkbox').check();
      await page.getByRole('button', { name: 'All that match the filters' }).click();
      await page.getByRole('button', { name: 'Approve orders' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(`${waiting} of ${waiting} orders are confirmed`).waitFor();
      await dialog.getByLabel('Reason').fill('All of them are known buyers.');
      await dialog.getByRole('button', { name: 'Approve orders' }).click();
      await page.getByText(`${waiting} done, 0 not done, of ${waiting}`).waitFor();
      await visitor.go('/orders?status=IN_REVIEW');
      await page.getByText('No order matches these filters').waitFor();
    });
  });

  test('a warehouse is offered what it may do, and a customer nothing', async () => {
    const { id } = await running().place();
    await running().visitAt('warehouse', '/orders', async (visitor) => {
      const { page } = visitor;
      await page.locator(`tr[data-row="${id}"]`).getByRole('checkbox').check();
      await page.getByRole('button', { name: 'Mark as delivered' }).waitFor();
      expect(await page.getByRole('button', { name: 'Cancel orders' }).count()).toBe(0);
    });
    await running().visitAt('customer', '/orders', async (visitor) => {
      const { page } = visitor;
      await page.locator(`tr[data-row="${id}"]`).waitFor();
      expect(await page.getByRole('checkbox').count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Download CSV' }).count()).toBe(0);
    });
  });

  test('the orders of a filter are saved as CSV', async () => {
    const { id, number } = await running().place('tok_declined');
    await running().visitAt('support', '/orders?status=REJECTED', async (visitor) => {
      const { page } = visitor;
      await page.locator(`tr[data-row="${id}"]`).waitFor();
      const shown = await page.locator('tbody tr').count();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download CSV' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/^orders-\d{4}-\d\d-\d\d\.csv$/);
      const [header, ...lines] = (await readFile(await download.path(), 'utf8'))
        .trim()
        .split('\r\n');
      expect(header).toContain('number');
      expect(lines).toHaveLength(shown);
      expect(lines.filter((line) => line.includes(number))).toHaveLength(1);
    });
  });
}
