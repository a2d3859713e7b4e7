import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Order } from '../../client/src/generated/operations';
import { type SubgraphName, subgraphNames } from '../../config/subgraphs';
import { portVariables } from '../../config/testing/subgraph-variables';
import { sendSignal } from '../../platform/process/process-table';
import { freePort } from '../../platform/testing/free-port';
import { openForFile } from '../../platform/testing/open-for-file';
import { redisAvailable } from '../../platform/testing/redis';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { pollMs, soonMs } from '../harness/deadlines';
import { demoAccount } from '../harness/people';
import { leftOf, processesOf } from '../harness/processes';
import { Shop } from '../harness/shop';
import { onTopology } from '../harness/topologies';
import { checkDyingParts, place } from './dying-parts';
import { checkEvents } from './events';
import { checkInternalCalls, checkRevocation } from './internal-calls';
import { checkJobs } from './jobs';

/** Each drains first, and every step of that has a deadline of its own. */
const endOfParts = { timeout: 2 * soonMs, interval: pollMs };

/** Journeys that share a shop. */
onTopology('many processes', (topology) => {
  const isMany = topology === 'many processes';
  const ports: Partial<Record<SubgraphName, number>> = {};
  let jobsPort: number;
  let settings: Record<string, string>;
  const shop = openForFile(async () => {
    for (const name of subgraphNames) ports[name] = await freePort();
    jobsPort = await freePort();
    settings = {
      ...portVariables((name) => ports[name] ?? 0),
      ORDERPROCESSING_SERVICES_JOBS_ADMIN_PORT: String(jobsPort),
    };
    // Its journeys count the processes, and kill the only one of a kind.
    return Shop.start(settings, null, topology, undefined, 1);
  });
  const called = () => ({ shop, portOf: (name: SubgraphName) => ports[name] ?? 0 });

  describe('jobs', () => checkJobs(shop, topology, () => jobsPort));
  describe.skipIf(!redisAvailable)('the stream of events', () => checkEvents(shop, topology));
  describe.runIf(isMany)('calls between services', () => checkInternalCalls(called));
  describe.runIf(isMany)('parts of the shop that die', () => checkDyingParts(shop));
  describe.runIf(isMany)('a certificate', () => checkRevocation(called));

  // It is killed, so it is the last.
  describe.runIf(isMany)('the supervisor', () => {
    test('killed with -9 leaves nothing behind, and the next start finds the order', async () => {
      const customer = await demoAccount(shop.client, 'customer');
      const { id } = await place(customer, 'DEMO-0034');
      const children = processesOf(shop);
      expect(children.length).toBeGreaterThanOrEqual(8);
      shop.process.kill('SIGKILL');
      await shop.ended();
      await expect.poll(() => leftOf(children), endOfParts).toEqual([]);

      const second = await Shop.start(settings, shop.dataFolder, topology);
      try {
        const again = await demoAccount(second.client, 'customer');
        const { order } = await again.run(Order, { id });
        expect(order?.status).toBe('CONFIRMED');
        const left = processesOf(second);
        // The signal reaches every process at once, as when systemd stops a service.
        const pids = [second.process, ...left].map(({ pid }) => pid);
        for (const pid of pids) if (pid !== undefined) sendSignal(pid, 'SIGTERM');
        expect(await second.ended()).toBe(0);
        expect(leftOf(left)).toEqual([]);
        expect(second.output).not.toContain('starting it again');
      } finally {
        await second.stop();
      }
    });

    test('without a Redis refuses to start, in one clear message', async () => {
      const withoutRedis = { PATH: path.dirname(process.execPath) };
      const refused = await Shop.spawn(folderForTest(), withoutRedis, topology);
      expect(await refused.ended()).toBe(1);
      expect(refused.output).toContain('redis.url');
      expect(refused.output).not.toContain('    at ');
    });
  });
});
