import { randomUUID } from 'node:crypto';
import { expect, onTestFailed, test } from 'vitest';
import {
  CreateWebhookEndpoint,
  Me,
  Order,
  PlaceOrder,
  Product,
  ShipOrder,
} from '../../client/src/generated/operations';
import { subgraphProcesses } from '../../config/subgraphs';
import { isAlive } from '../../platform/process/process-table';
import { metricSum } from '../drills/measure';
import type { Client } from '../harness/client';
import { pollMs } from '../harness/deadlines';
import { demoClient } from '../harness/demo-client';
import { OrderLoad } from '../harness/order-load';
import { demoAccount, orderOf } from '../harness/people';
import { printLog } from '../harness/print-log';
import { statusOf } from '../harness/process-metrics';
import { pidOf, processesOf } from '../harness/processes';
import { eventually, type Shop } from '../harness/shop';
import { Watcher } from '../harness/watcher';

/** Kills a part and waits until another one has taken its place. */
async function killAndAwait(shop: Shop, command: string): Promise<void> {
  const killed = pidOf(shop, command);
  process.kill(killed, 'SIGKILL');
  await eventually(`another ${command}`, async () =>
    processesOf(shop).some((child) => child.command.includes(command) && child.pid !== killed),
  );
}

/** @returns the confirmed order of one unit. */
export async function place(customer: Client, sku: string, token = 'tok_ok') {
  const { placeOrder } = await customer.run(PlaceOrder, orderOf([[sku, 1]], token));
  if (placeOrder?.__typename !== 'Order') {
    throw new Error(`the order was not placed: ${JSON.stringify(placeOrder)}`);
  }
  return placeOrder;
}

/**
 * Places an order until it succeeds: while a killed process restarts, an order may be refused, but
 * never half done.
 */
function placedInTheEnd(customer: Client, sku: string) {
  return eventually('an order after the restart', () => place(customer, sku).catch(() => null));
}

/** Parts of the shop are killed, and the shop continues. */
export function checkDyingParts(shop: Shop): void {
  const customer = demoClient(shop, 'customer');

  test.each(['subgraphs/inventory/main', 'subgraphs/orders/main.js --no-work', 'sandbox/main'])(
    '%s comes back after kill -9, and the journey continues',
    async (command) => {
      const before = await place(customer, 'DEMO-0030');
      await killAndAwait(shop, command);
      const after = await placedInTheEnd(customer, 'DEMO-0030');
      expect(after.status).toBe('CONFIRMED');
      const { order } = await customer.run(Order, { id: before.id });
      expect(order?.status).toBe('CONFIRMED');
    },
  );

  test('while a subgraph is down its fields say SERVICE_UNAVAILABLE, and others answer', async () => {
    const partner = await demoAccount(shop.client, 'partner');
    await partner.run(Me, {});
    const killed = pidOf(shop, 'subgraphs/users/main');
    process.kill(killed, 'SIGKILL');
    await eventually('the end of users', async () => !isAlive(killed));
    // The gateway still knows the token; orders asks users whether it is still valid, and gets no
    // answer.
    const input = { url: 'https://example.com/away', events: ['order.placed'] };
    const endpoint = await partner.once.ask(CreateWebhookEndpoint, { input });
    expect([endpoint.status, endpoint.errors[0]?.extensions.code]).toEqual([
      503,
      'SERVICE_UNAVAILABLE',
    ]);
    const orders = await shop.database('orders');
    const stored = await orders.query('SELECT FROM webhook_endpoints WHERE url = $1', [input.url]);
    await orders.end();
    expect(stored.rows).toEqual([]);
    const { status, errors } = await customer.once.ask(Me, {});
    expect(status).toBe(503);
    expect(errors[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');
    const { product } = await shop.client.run(Product, { sku: 'DEMO-0031' });
    expect(product?.sku).toBe('DEMO-0031');
    await eventually('users again', () => demoAccount(shop.client, 'customer').catch(() => null));
  });

  test('the supervisor counts how often it has started a process again', async () => {
    const { processes } = await statusOf(shop);
    const supervisor = processes.find(({ name }) => name === 'supervisor');
    const restarts = async (): Promise<number> => {
      const text = await (await fetch(new URL('/metrics', supervisor?.url))).text();
      return metricSum(text, 'supervised_restarts_total', 'name="users"');
    };
    const before = await restarts();
    expect(before).toBeGreaterThan(0);
    await killAndAwait(shop, 'subgraphs/users/main');
    await eventually('one more', async () => (await restarts()) === before + 1);
    await eventually('users again', () => demoAccount(shop.client, 'customer').catch(() => null));
  });

  test('with one of two gateways gone the other one answers', async () => {
    process.kill(pidOf(shop, 'gateway/main'), 'SIGKILL');
    const answers = await eventually('an answer', () =>
      shop.client.run(Product, { sku: 'DEMO-0031' }).catch(() => null),
    );
    expect(answers.product?.sku).toBe('DEMO-0031');
    await eventually(
      'two gateways',
      async () =>
        processesOf(shop).filter(({ command }) => command.includes('gateway')).length === 2,
    );
  });

  test('an order whose process is killed is decided by another, and charged once', async () => {
    const orders = await shop.database('orders');
    try {
      const given = orderOf([['DEMO-0035', 1]], 'tok_slow', { note: randomUUID() });
      const order = async () => {
        const statement = 'SELECT id, status FROM orders WHERE note = $1';
        return (await orders.query(statement, [given.input.note])).rows[0];
      };
      // The response is lost with the process; the result is read by repeating the call with its
      // key.
      const lost = customer.run(PlaceOrder, given).catch(() => null);
      await eventually('the order is begun', order);
      process.kill(pidOf(shop, 'subgraphs/orders/main.js --no-work'), 'SIGKILL');
      const diedAt = performance.now();
      await eventually('the decision', async () => (await order())?.status === 'CONFIRMED');
      const seconds = ((performance.now() - diedAt) / 1_000).toFixed(1);
      process.stdout.write(`decided by another process ${seconds} s after kill -9\n`);
      await lost;
      const again = await eventually('orders to be back', () =>
        customer.run(PlaceOrder, given).catch(() => null),
      );
      const { id } = await order();
      expect(again.placeOrder).toMatchObject({ id, status: 'CONFIRMED' });
      expect((await shop.ledgerOf(id)).map(({ kind }) => kind)).toEqual(['authorization']);
    } finally {
      await orders.end();
    }
  });

  test('the background jobs finish what an order left open', async () => {
    const { id } = await place(customer, 'DEMO-0032', 'tok_capture_fails');
    const warehouse = await demoAccount(shop.client, 'warehouse');
    const input = { orderId: id, carrier: 'DHL', trackingCode: 'X', idempotencyKey: `ship-${id}` };
    const { shipOrder } = await warehouse.run(ShipOrder, { input });
    expect(shipOrder).toMatchObject({ status: 'SHIPPED' });
    const ledger = await eventually('the capture', async () => {
      const lines = await shop.ledgerOf(id);
      return lines.length === 2 && lines;
    });
    expect(ledger.map((line) => line.kind)).toEqual(['authorization', 'capture']);
  });

  test('a restart replaces every process under load, and loses no request', async () => {
    onTestFailed(() => printLog(shop));
    const ours = () => processesOf(shop).filter(({ command }) => command.includes('/main.js'));
    const before = ours().map(({ pid }) => pid);
    const order = await place(customer, 'DEMO-0036');
    const watcher = new Watcher(customer, order.id);
    await watcher.sees('CONFIRMED');
    // The pause leaves the new processes the cores that they need.
    const paced = { clients: 4, pauseMs: pollMs, skus: ['DEMO-0037', 'DEMO-0038'] };
    const load = new OrderLoad(customer, paced);
    const { code, output, errors } = await shop.run('restart', '--json');
    const { calls, failures } = await load.stop();
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const { replaced } = JSON.parse(output) as { replaced: { name: string; tookMs: number }[] };
    const expected = [...subgraphProcesses, 'gateway-1', 'gateway-2'];
    expect(replaced.map(({ name }) => name).sort()).toEqual(expected.sort());
    process.stdout.write(`${calls} calls while every process was replaced: ${output}`);
    expect(failures).toEqual([]);
    expect(calls).toBeGreaterThan(50);
    // The sandbox represents somebody else's service, and is not restarted.
    const kept = ours().filter(({ pid }) => before.includes(pid));
    expect(kept.map(({ command }) => command)).toEqual([expect.stringContaining('sandbox/main')]);
    const warehouse = await demoAccount(shop.client, 'warehouse');
    const input = {
      orderId: order.id,
      carrier: 'DHL',
      trackingCode: 'X',
      idempotencyKey: order.id,
    };
    await warehouse.run(ShipOrder, { input });
    await watcher.sees('SHIPPED');
    expect(watcher.connections).toBeGreaterThan(1);
    watcher.close();
  });

  test('a payment that is settled later reaches its order', async () => {
    const { id } = await place(customer, 'DEMO-0033', 'tok_async');
    const order = await eventually('the confirmation', async () => {
      const { order: found } = await customer.run(Order, { id });
      return found?.status === 'CONFIRMED' && found;
    });
    expect(order.payment.status).toBe('AUTHORIZED');
  });
}
