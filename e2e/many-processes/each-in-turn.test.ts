import { describe, expect, test } from 'vitest';
import { Order } from '../../client/src/generated/operations';
import { subgraphNames } from '../../config/subgraphs';
import { openForFile } from '../../platform/testing/open-for-file';
import { redisAvailable } from '../../platform/testing/redis';
import { metricSum } from '../drills/measure';
import { demoClient } from '../harness/demo-client';
import { hasSeveral } from '../harness/each-in-turn';
import { metricsOf } from '../harness/process-metrics';
import { Shop } from '../harness/shop';
import { place } from './dying-parts';

const requestsCount = 20;

/** What journeys rely on in a run with two of each process. */
describe.runIf(hasSeveral && redisAvailable)('consecutive requests of one client', () => {
  const shop = openForFile(() => Shop.start());
  const customer = demoClient(shop, 'customer');

  /** How much a metric of each process rises while one order is read again and again. */
  async function rises(processes: RegExp, metric: string): Promise<number[]> {
    const { id } = await place(customer, 'DEMO-0001');
    const sums = async () =>
      [...(await metricsOf(shop, processes)).values()].map((text) => metricSum(text, metric));
    const before = await sums();
    for (let done = 0; done < requestsCount; done += 1) {
      const { order } = await customer.run(Order, { id });
      expect(order?.id).toBe(id);
    }
    return (await sums()).map((sum, at) => sum - (before[at] ?? 0));
  }

  test('reach both gateways in turn', async () => {
    const half = requestsCount / 2;
    expect(await rises(/^gateway-\d$/, 'gateway_operations_total')).toEqual([half, half]);
  });

  // Services call each other for the work of the background, too.
  test.each(subgraphNames)('reach both instances of %s', async (name) => {
    const counts = await rises(new RegExp(`^${name}-\\d$`), 'remote_calls_served_total');
    expect(counts).toHaveLength(2);
    const [first = 0, second = 0] = counts;
    expect(first + second).toBeGreaterThanOrEqual(requestsCount);
    expect(Math.abs(first - second) / (first + second)).toBeLessThan(0.3);
  });
});
