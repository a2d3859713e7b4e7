import { expect, test } from 'vitest';
import { JobsDocument, RunJobDocument } from '../../client/documents';
import { demoAccount } from '../harness/people';
import { eventually } from '../harness/shop';
import type { ConsoleShop } from './console-shop';

const sku = 'DEMO-0002';

/** 4 units were ordered on each of the 150 days before the last fortnight. */
const history = `INSERT INTO daily_demand (day, sku, units)
  SELECT (now() AT TIME ZONE 'UTC')::date - 15 - n, $1, 4 FROM generate_series(1, 150) AS n`;

export function checkForecast(running: () => ConsoleShop): void {
  async function runJob(queue: string): Promise<void> {
    const admin = await demoAccount(running().shop.client, 'admin');
    const { runJob: job } = await admin.run(RunJobDocument, { queue });
    if (job?.__typename !== 'Job') throw new Error(JSON.stringify(job));
    await eventually(`the end of ${queue}`, async () => {
      const { jobs } = await admin.run(JobsDocument, { state: 'COMPLETED' });
      return jobs?.edges.some(({ node }) => node.id === job.id);
    });
  }

  test('staff sees what is expected of a product, as a chart and as a table', async () => {
    const { shop } = running();
    const database = await shop.database('orders');
    try {
      await database.query(history, [sku]);
    } finally {
      await database.end();
    }
    await runJob('forecast-demand');
    await running().visit('warehouse', async (visitor) => {
      const { page } = visitor;
      await visitor.go(`/products/${sku}`);
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
      await visitor.go('/products/DEMO-0003');
      await page.getByText('it takes eight weeks of orders').waitFor();
      expect(await visitor.findings()).toEqual([]);
    });
  });

  test('a customer does not see what is expected', async () => {
    await running().visit('customer', async (visitor) => {
      await visitor.go(`/products/${sku}`);
      expect(await visitor.page.getByText('Expected demand').count()).toBe(0);
    });
  });
}
