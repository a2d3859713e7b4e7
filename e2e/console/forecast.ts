import { expect, test } from 'vitest';
import { runJob } from '../harness/jobs';
import { demoAccount } from '../harness/people';
import type { ConsoleShop } from './console-shop';

const sku = 'DEMO-0002';

/** 4 units were ordered on each of the 150 days before the last fortnight. */
const history = `INSERT INTO daily_demand (day, sku, units)
  SELECT (now() AT TIME ZONE 'UTC')::date - 15 - n, $1, 4 FROM generate_series(1, 150) AS n`;

export function checkForecast(running: () => ConsoleShop): void {
  test('staff sees what is expected of a product, as a chart and as a table', async () => {
    const { shop } = running();
    await shop.query('orders', history, [sku]);
    await runJob(await demoAccount(shop.client, 'admin'), 'forecast-demand');
    await running().visitAt('warehouse', `/products/${sku}`, async (visitor) => {
      const { page } = visitor;
      const chart = page.getByRole('img', { name: /^Expected units a day/ });
      await chart.waitFor();
      expect(await chart.locator('rect').count()).toBe(14);
      await page.getByText('As a table').click();
      const rows = page.getByRole('table', { name: 'Expected units a day' }).locator('tbody tr');
      expect(await rows.count()).toBe(14);
      expect(await rows.first().textContent()).toMatch(/\d(\.\d)? \(\d+(\.\d)? to \d+(\.\d)?\)/);
      expect(await visitor.findings()).toEqual([]);
      await visitor.look('narrow and dark');
      expect(await visitor.findings()).toEqual([]);
      await page.getByText('Proposed reorder points').first().waitFor();
      await page.getByRole('button', { name: 'Use these reorder points' }).click();
      await page.getByRole('status').getByText('The reorder points are saved.').waitFor();
      const proposed = page.getByRole('table', { name: 'Proposed reorder points' });
      const firstRow = proposed.locator('tbody tr').first().locator('td');
      // The message comes with the answer, the row when the page has read the product again.
      await expect
        .poll(async () => {
          const [, now, then] = await firstRow.allInnerTexts();
          return now === then && Number(then) > 0;
        })
        .toBe(true);
      await visitor.go('/products/DEMO-0003');
      await page.getByText('it takes eight weeks of orders').waitFor();
      expect(await visitor.findings()).toEqual([]);
    });
  });

  test('a customer does not see what is expected', async () => {
    await running().visitAt('customer', `/products/${sku}`, async (visitor) => {
      expect(await visitor.page.getByText('Expected demand').count()).toBe(0);
    });
  });
}
