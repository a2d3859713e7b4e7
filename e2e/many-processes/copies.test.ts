import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFailed, test } from 'vitest';
import { CancelOrder, Order } from '../../client/src/generated/operations';
import { openForFile } from '../../platform/testing/open-for-file';
import { redisAvailable } from '../../platform/testing/redis';
import { closedLoop } from '../../testing/load/closed-loop';
import { metricSum } from '../drills/measure';
import { pollMs } from '../harness/deadlines';
import { demoClient } from '../harness/demo-client';
import { OrderLoad } from '../harness/order-load';
import { placeUntilAnswered } from '../harness/place-until-answered';
import { printLog } from '../harness/print-log';
import { metricsOf, statusOf } from '../harness/process-metrics';
import { pidOf } from '../harness/processes';
import { eventually, Shop } from '../harness/shop';
import { Watcher } from '../harness/watcher';
import { place } from './dying-parts';

const copies = ['shop-1', 'shop-2'];
const entry = 'topology/copy';
const clients = 4;

describe.skipIf(!redisAvailable)('two copies of the whole shop', () => {
  const shop = openForFile(() => Shop.start({}, null, 'two copies'));
  const customer = demoClient(shop, 'customer');

  test('status knows both', async () => {
    const all = ['gateway', 'sandbox', ...copies, 'supervisor'].toSorted();
    // The first one serves while the other one starts.
    await eventually('both', async () => {
      const { isReady, processes } = await statusOf(shop);
      const names = processes.map(({ name }) => name).toSorted();
      return isReady && names.join() === all.join();
    });
  });

  test('both execute operations, and each knows the changes of the other', async () => {
    const served = async () =>
      [...(await metricsOf(shop, /^shop-\d$/)).values()].map((text) =>
        metricSum(text, 'gateway_operations_total'),
      );
    const order = await place(customer, 'DEMO-0061');
    // Each connection goes to the next copy.
    const watchers = copies.map(() => new Watcher(customer, order.id));
    for (const watcher of watchers) await watcher.sees('CONFIRMED');
    const load = new OrderLoad(customer, { clients, pauseMs: pollMs });
    await eventually('operations of both', async () => (await served()).every((one) => one > 20));
    const { cancelOrder } = await customer.run(CancelOrder, { id: order.id, reason: 'late' });
    expect(cancelOrder).toMatchObject({ status: 'CANCELLED' });
    for (const watcher of watchers) {
      await watcher.sees('CANCELLED');
      watcher.close();
    }
    expect((await load.stop()).failures).toEqual([]);
  });

  test('one that is killed under load costs no order', async () => {
    onTestFailed(() => printLog(shop));
    const end = new AbortController();
    const failed: string[] = [];
    const ids: string[] = [];
    const orders = closedLoop(clients, end.signal, async () => {
      await delay(pollMs);
      ids.push(await placeUntilAnswered(customer, 'DEMO-0062', randomUUID(), failed));
      return 'ordered';
    });
    await eventually('orders', async () => ids.length > 20);
    const before = ids.length;
    process.kill(pidOf(shop, entry), 'SIGKILL');
    await eventually('orders without it', async () => ids.length > before + 50);
    await eventually('both again', async () => (await statusOf(shop)).isReady);
    end.abort();
    await orders;
    expect(new Set(ids).size).toBe(ids.length);
    await eventually('every order is decided', async () => {
      const found = await Promise.all(ids.map((id) => customer.run(Order, { id })));
      return found.every(({ order }) => order?.status === 'CONFIRMED');
    });
    const { code, output, errors } = await shop.run('verify');
    expect({ code, output, errors }).toMatchObject({ code: 0 });
  });
});
