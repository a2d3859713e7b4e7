import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFailed, test } from 'vitest';
import { Order, Product, UpsertProducts } from '../../client/src/generated/operations';
import { subgraphNames } from '../../config/subgraphs';
import { openForFile } from '../../platform/testing/open-for-file';
import { redisAvailable } from '../../platform/testing/redis';
import { closedLoop } from '../../testing/load/closed-loop';
import { callEachCommand } from '../commands/calls-of-every-shop';
import { metricSum } from '../drills/measure';
import { demoClient } from '../harness/demo-client';
import { OrderLoad } from '../harness/order-load';
import { demoAccount } from '../harness/people';
import { placeUntilAnswered } from '../harness/place-until-answered';
import { printLog } from '../harness/print-log';
import { metricsOf, statusOf } from '../harness/process-metrics';
import { processesOf } from '../harness/processes';
import { eventually, Shop } from '../harness/shop';
import { watchOrders } from '../orders/live-updates';
import { checkEvents } from './events';

const instances = 2;
const topology = 'many processes' as const;
const clients = 8;
const log = (line: string) => process.stdout.write(`${line}\n`);

/** The names of every process that a supervisor starts twice. */
const twice = [...subgraphNames, 'orders-jobs', 'gateway'].flatMap((name) => [
  `${name}-1`,
  `${name}-2`,
]);

describe.skipIf(!redisAvailable)('two of each process', () => {
  const shop = openForFile(() => Shop.start({}, null, topology, undefined, instances));
  const customer = demoClient(shop, 'customer');

  /** Calls that each instance of a subgraph has received. */
  async function served(name: string): Promise<number[]> {
    const metrics = await metricsOf(shop, new RegExp(`^${name}-\\d$`));
    return [...metrics.values()].map((text) => metricSum(text, 'remote_calls_served_total'));
  }

  test('status knows every instance, and log lines name it', async () => {
    const { isReady, processes } = await statusOf(shop);
    const names = processes.map(({ name }) => name);
    expect(isReady).toBe(true);
    expect(names.toSorted()).toEqual([...twice, 'gateway', 'sandbox', 'supervisor'].toSorted());
    const named = twice.filter((name) => !shop.output.includes(`instance=${name}`));
    expect(named).toEqual([]);
  });

  // It counts all events of the shop, so it comes before all other orders.
  describe('the stream of events', () => checkEvents(shop, topology));

  test.each(subgraphNames)('calls of consecutive journeys are shared by both %s', async (name) => {
    const before = await served(name);
    const load = new OrderLoad(customer, { clients: 2 });
    await eventually('enough calls', async () => {
      const after = await served(name);
      return after.reduce((sum, one, at) => sum + one - (before[at] ?? 0), 0) > 200;
    });
    const { failures } = await load.stop();
    expect(failures).toEqual([]);
    const counts = (await served(name)).map((one, at) => one - (before[at] ?? 0));
    expect(counts).toHaveLength(2);
    log(`calls of ${name}: ${counts.join(' and ')}`);
    const [first = 0, second = 0] = counts;
    expect(first / (first + second)).toBeGreaterThan(0.3);
    expect(first / (first + second)).toBeLessThan(0.7);
  });

  test('a bulk action of many rows is done once', async () => {
    const admin = await demoAccount(shop.client, 'admin');
    const prefix = `BULK-${randomUUID().slice(0, 8)}`;
    const input = Array.from({ length: 60 }, (_, row) => ({
      sku: `${prefix}-${row}`,
      name: `Row ${row}`,
      price: '1.00',
      currency: 'EUR',
    }));
    const { upsertProducts } = await admin.run(UpsertProducts, { input });
    expect(upsertProducts).toMatchObject({ accepted: input.length, rejected: [] });
    const { product } = await shop.client.run(Product, { sku: `${prefix}-59` });
    expect(product?.sku).toBe(`${prefix}-59`);
  });

  test('an instance of each that is killed under load costs no order and no read', async () => {
    onTestFailed(() => printLog(shop));
    const end = new AbortController();
    const readFailures: string[] = [];
    const orderFailures: string[] = [];
    const keys: string[] = [];
    const ids: string[] = [];
    const reads = closedLoop(clients, end.signal, async (client) => {
      const sku = `DEMO-0${150 + client}`;
      await customer.once.run(Product, { sku }).catch((error: Error) => {
        readFailures.push(String(error.cause ?? error.message));
      });
      return 'read';
    });
    const orders = closedLoop(clients, end.signal, async () => {
      const key = randomUUID();
      keys.push(key);
      ids.push(await placeUntilAnswered(customer, 'DEMO-0140', key, orderFailures));
      return 'ordered';
    });
    for (const name of subgraphNames) {
      const [victim] = processesOf(shop).filter(
        ({ command }) => command.includes(`subgraphs/${name}/main`) && !command.includes('no-api'),
      );
      if (victim === undefined) throw new Error(`There is no process of ${name}.`);
      const before = ids.length;
      process.kill(victim.pid, 'SIGKILL');
      await eventually(`orders without one of ${name}`, async () => ids.length > before + 50);
      await eventually(`both ${name} again`, async () => (await statusOf(shop)).isReady, 60_000);
    }
    end.abort();
    const { latenciesMs } = await reads;
    await orders;
    await eventually('calls of every process to both of each again', async () => {
      const metrics = [...(await metricsOf(shop, /-\d$/)).values()];
      return metrics.every((text) => metricSum(text, 'remote_instances_ejected') === 0);
    });
    log(
      `${latenciesMs.length} reads, ${readFailures.length} failed; ${keys.length} orders, ` +
        `${orderFailures.length} calls failed and were repeated`,
    );
    expect(readFailures).toEqual([]);
    expect(ids).toHaveLength(keys.length);
    expect(new Set(ids).size).toBe(keys.length);
    const open = await eventually('every order is decided', async () => {
      let confirmed = 0;
      for (const id of ids) {
        const { order } = await customer.run(Order, { id });
        if (order?.status === 'CONFIRMED') confirmed += 1;
      }
      return confirmed === ids.length && confirmed;
    });
    expect(open).toBe(keys.length);
    const { code, output, errors } = await shop.run('verify');
    expect({ code, output, errors }).toMatchObject({ code: 0 });
  }, 600_000);

  test('a restart replaces every instance under load, and loses no request', async () => {
    onTestFailed(() => printLog(shop));
    const load = new OrderLoad(customer, { clients: 4 });
    const { code, output, errors } = await shop.run('restart', '--json');
    const { calls, failures } = await load.stop();
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const { replaced } = JSON.parse(output) as { replaced: { name: string }[] };
    expect(replaced.map(({ name }) => name).toSorted()).toEqual(twice.toSorted());
    log(`${calls} calls while ${replaced.length} processes were replaced`);
    expect(failures).toEqual([]);
  }, 600_000);

  test('commands work', () => callEachCommand(shop, {}, { isEmbedded: true }));

  // They end with a shop that stops.
  describe('live updates', () => watchOrders(shop, topology));
});
