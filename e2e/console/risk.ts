import { expect, test } from 'vitest';
import type { ConsoleShop } from './console-shop';

export function checkRisk(running: () => ConsoleShop): void {
  test('support sees why an order looked suspicious, and the most suspicious first', async () => {
    const { id } = await running().place('tok_review');
    await running().visitAt('support', '/orders?attention=yes', async (visitor) => {
      const { page } = visitor;
      await page.getByRole('button', { name: 'Highest risk first' }).click();
      await page.waitForURL('**sort=risk**');
      await page.getByRole('columnheader', { name: 'Risk' }).waitFor();
      const scores = await page.locator('tbody tr td:last-child').allInnerTexts();
      expect(scores).toEqual(scores.toSorted((one, other) => Number(other) - Number(one)));
      expect(await visitor.findings()).toEqual([]);
      await page.locator(`tr[data-row="${id}"] a`).click();
      await page.getByRole('heading', { name: 'Fraud risk' }).waitFor();
      await page.getByText('The payment provider warned about this payment.').waitFor();
      expect(await visitor.findings()).toEqual([]);
    });
    await running().visitAt('warehouse', '/orders?attention=yes', async (visitor) => {
      const { page } = visitor;
      await page.locator(`tr[data-row="${id}"]`).waitFor();
      expect(await page.getByRole('columnheader', { name: 'Risk' }).count()).toBe(0);
      await visitor.go(`/orders/${id}`);
      await page.getByRole('heading', { name: 'Timeline' }).waitFor();
      expect(await page.getByRole('heading', { name: 'Fraud risk' }).count()).toBe(0);
    });
  });
}
