import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFailed, test } from 'vitest';
import { openForFile } from '../../platform/testing/open-for-file';
import { redisAvailable } from '../../platform/testing/redis';
import { demoClient } from '../harness/demo-client';
import { OrderLoad } from '../harness/order-load';
import { printLog } from '../harness/print-log';
import { statusOf } from '../harness/process-metrics';
import { processesOf } from '../harness/processes';
import { eventually, Shop } from '../harness/shop';

const restarts = 5;
const clients = 16;

const log = (line: string) => process.stdout.write(`${line}\n`);

/** The compiled files of the processes that are replaced. */
const topologies = [
  { topology: 'many processes', entry: '/main.js' },
  { topology: 'two copies', entry: '/topology/copy.js' },
] as const;

describe.skipIf(!redisAvailable).each(topologies)(
  'restarts in $topology',
  ({ topology, entry }) => {
    const shop = openForFile(() => Shop.start({}, null, topology));
    const customer = demoClient(shop, 'customer');

    const ours = () => processesOf(shop).filter(({ command }) => command.includes(entry));

    test('five restarts of every process lose no request', async () => {
      onTestFailed(() => printLog(shop));
      // The first copy serves while the other one starts; the supervisor is listed last.
      await eventually('the end of the start', async () => {
        const { processes } = await statusOf(shop);
        return processes.some(({ name }) => name === 'supervisor');
      });
      const load = new OrderLoad(customer, { clients });
      for (let restart = 1; restart <= restarts; restart += 1) {
        const { code, output, errors } = await shop.run('restart');
        expect({ code, errors }).toEqual({ code: 0, errors: '' });
        log(`restart ${restart}\n${output.trimEnd()}`);
      }
      const { calls, failures } = await load.stop();
      log(`${calls} calls, ${failures.length} failed`);
      expect(failures).toEqual([]);
      expect((await shop.run('verify')).code).toBe(0);
    }, 1_200_000);

    test('the control without a drain loses some', async () => {
      const load = new OrderLoad(customer, { clients });
      for (const { pid, command } of ours().filter(({ command }) => !command.includes('sandbox'))) {
        process.kill(pid, 'SIGKILL');
        await eventually('another process', async () => {
          const same = ours().filter((one) => one.command === command);
          return same.length > 0 && same.every((one) => one.pid !== pid);
        });
        await pause(2_000);
      }
      const { calls, failures } = await load.stop();
      log(`control, each process killed: ${calls} calls, ${failures.length} failed`);
      expect(failures.length).toBeGreaterThan(0);
    }, 600_000);
  },
);
