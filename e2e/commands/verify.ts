import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client as Connection } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CancelOrder, PlaceOrder, ShipOrder } from '../../client/src/generated/operations';
import type { Topology } from '../../testing/started-shop';
import { allKinds, type Disagreement } from '../../verify/disagreement';
import { type Given, type Planted, plantedFaults } from '../../verify/testing/planted-faults';
import type { Client } from '../harness/client';
import { pollMs } from '../harness/deadlines';
import { demoAccount, orderOf, placedOrder } from '../harness/people';
import { eventually, type Shop } from '../harness/shop';

/** What `verify` finds, last in a shop that is damaged by it. */
export function checkVerify(running: () => Shop, topology: Topology): void {
  let shop: Shop;
  let customer: Client;
  let warehouse: Client;
  let orders: Connection;
  let inventory: Connection;
  let users: Connection;
  let apiSecret: string;

  beforeAll(async () => {
    shop = running();
    customer = await demoAccount(shop.client, 'customer');
    warehouse = await demoAccount(shop.client, 'warehouse');
    [orders, inventory] = [await shop.database('orders'), await shop.database('inventory')];
    users = await shop.database('users');
    const secrets = readFileSync(path.join(shop.dataFolder, 'data', 'secrets.json'), 'utf8');
    apiSecret = JSON.parse(secrets)['payments.sandbox.apiSecret'];
  });
  afterAll(async () => {
    await orders?.end();
    await inventory?.end();
    await users?.end();
  });

  const verify = (...args: string[]) => shop.run('verify', ...args);

  /** Every order is of a product of its own, so that no two faults meet. */
  let products = 0;
  function nextSku(): string {
    products += 1;
    return `DEMO-${String(products).padStart(4, '0')}`;
  }

  async function placed(token = 'tok_ok'): Promise<Planted> {
    const sku = nextSku();
    const { placeOrder } = await customer.run(PlaceOrder, orderOf([[sku, 2]], token));
    if (placeOrder?.__typename === 'PaymentDeclinedError')
      return { id: placeOrder.order?.id ?? '', sku };
    if (placeOrder?.__typename !== 'Order') throw new Error(JSON.stringify(placeOrder));
    return { id: placeOrder.id, sku };
  }

  async function shipped(quantity = 2): Promise<Planted> {
    const given = await placed();
    const lines = [{ sku: given.sku, quantity }];
    const input = { orderId: given.id, carrier: 'DHL', trackingCode: 'T', lines };
    await warehouse.run(ShipOrder, { input: { ...input, idempotencyKey: randomUUID() } });
    return given;
  }

  async function cancelled(): Promise<Planted> {
    const given = await placed();
    await customer.run(CancelOrder, { id: given.id, reason: 'found cheaper' });
    return given;
  }

  /** One of its two units was shipped before. */
  async function restCancelled(): Promise<void> {
    const { id } = await shipped(1);
    const support = await demoAccount(shop.client, 'support');
    const { cancelOrder } = await support.run(CancelOrder, { id, reason: 'out of print' });
    expect(cancelOrder).toMatchObject({ status: 'SHIPPED' });
  }

  async function imported(): Promise<Planted> {
    const given = { id: randomUUID(), sku: nextSku() };
    await orders.query(
      `WITH history AS (
      INSERT INTO orders (id, number, customer_id, status, currency, subtotal_minor, shipping_minor,
        tax_minor, total_minor, shipping_address, payment_status, placed_at)
      VALUES ($1, $2, $3, 'DELIVERED', 'GBP', 300, 0, 0, 300, '{}', 'NONE', '2019-12-01T08:26Z')
      RETURNING id, placed_at
    ), line AS (
      INSERT INTO order_lines (order_id, position, sku, name, quantity, shipped_quantity,
        unit_price_minor)
      SELECT id, 1, $4, 'Mug', 2, 2, 150 FROM history
    ), event AS (
      INSERT INTO order_events (order_id, seq, type, to_status, actor)
      SELECT id, 1, 'order.imported', 'DELIVERED', 'system' FROM history
    ), stale AS (
      INSERT INTO order_stats_stale (day)
      SELECT date_trunc('day', placed_at, 'UTC') FROM history ON CONFLICT (day) DO UPDATE SET day = excluded.day
    )
    INSERT INTO order_imports (invoice, digest, order_id) SELECT $2, 'x', id FROM history`,
      [given.id, `I-${given.id}`, randomUUID(), given.sku],
    );
    return given;
  }

  describe('a shop in order', () => {
    test('is clean, whatever its orders have come to', async () => {
      for (const token of ['tok_ok', 'tok_declined', 'tok_review', 'tok_action'])
        await placed(token);
      await Promise.all([cancelled(), shipped(), shipped(1), restCancelled(), imported()]);
      const [{ count } = { count: 0 }] = await shop.query<{ count: number }>(
        'orders',
        'SELECT count(*)::int FROM orders',
      );
      expect(count).toBeGreaterThanOrEqual(9);
      const { code, output, errors } = await verify();
      expect({ code, errors }, output).toEqual({ code: 0, errors: '' });
      expect(output).toContain('No disagreements.');
      expect(output).toMatch(
        new RegExp(`Compared \\d+ ledger lines, ${count} orders.*, \\d+ audit entries`),
      );
      expect(output).toMatch(/The audit log ends in \d+:[0-9a-f]{64}\./);
    });

    test('has an audit log that can be verified, exported and checked', async () => {
      const file = path.join(shop.dataFolder, 'audit.jsonl');
      const unknown = `1:${'0'.repeat(64)}`;
      const verified = await shop.run('audit', 'verify', '--head', unknown, '--json');
      const { entries, head, faults } = JSON.parse(verified.output);
      const cut = { fault: 'cut', subject: `audit head ${unknown}` };
      expect({ code: verified.code, faults }).toEqual({ code: 1, faults: [cut] });
      const exported = await shop.run('audit', 'export', file, '--json');
      const { keyId } = JSON.parse(exported.output);
      const checked = await shop.run('audit', 'check', file, '--key', keyId, '--json');
      expect(JSON.parse(checked.output)).toMatchObject({ entries, head, keyId });
      const other = await shop.run('audit', 'check', file, '--key', '0'.repeat(keyId.length));
      expect(other.code).toBe(1);
    });

    test('is clean while it is being bought from', async () => {
      let isOver = false;
      const buying = Array.from({ length: 3 }, async () => {
        const sku = nextSku();
        while (!isOver) {
          const { id } = await placedOrder(customer, [[sku, 1]]);
          await customer.run(CancelOrder, { id, reason: 'again' });
          // Buyers at full speed leave the comparison no processor, and ever more to compare.
          await delay(pollMs);
        }
      });
      const { code, output } = await verify();
      isOver = true;
      await Promise.all(buying);
      expect(code, output).toBe(0);
    });

    test('cannot be looked at without its ledger, unless that is what was asked', async () => {
      const nowhere = await verify('--ledger', 'http://127.0.0.1:9/ledger');
      expect(nowhere).toMatchObject({ code: 2, output: '' });
      expect(nowhere.errors).toContain('127.0.0.1:9');
      expect(await verify('--without-ledger')).toMatchObject({ code: 0 });
      expect(await verify('--nonsense')).toMatchObject({ code: 2 });
      const { code, output } = await verify('--help');
      expect({ code, missing: allKinds.filter((kind) => !output.includes(kind)) }).toEqual({
        code: 0,
        missing: [],
      });
    });
  });

  async function provider(verb: string, key: string, body: object): Promise<void> {
    const response = await fetch(new URL(`/${verb}`, shop.ledgerUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${apiSecret}`, 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  const make: Record<Given, () => Promise<Planted>> = {
    placed: () => placed(),
    'asked to act': () => placed('tok_action'),
    shipped: () => shipped(),
    cancelled,
    imported,
    nothing: async () => ({ id: randomUUID(), sku: '' }),
  };

  /** The subject of a disagreement, or a part of it. */
  function aboutOf(kind: string, { id, sku }: Planted): string {
    if (kind.startsWith('stock.')) return `sku ${sku} at `;
    return kind.startsWith('statistics.') ? 'order statistics of ' : id;
  }

  /** Waits until nothing is in progress, except what waits for a buyer. */
  const settled = ({ id }: Planted) =>
    eventually(`${id} at rest`, async () => {
      const { rowCount } = await orders.query(
        `SELECT FROM effects WHERE order_id = $1 AND state = 'PENDING'
         AND kind NOT IN ('RESERVE', 'AUTHORIZE', 'CONFIRM')`,
        [id],
      );
      return rowCount === 0;
    });

  // The planted faults are the databases' own: how the shop runs makes no difference to them.
  describe.runIf(topology === 'one process')('a fault', () => {
    let reported: Disagreement[];
    const plantedBy = new Map<string, Planted>();
    const forgottenOnes: Connection[] = [];
    const forgotten = async (to: 'orders' | 'inventory') => {
      const connection = await shop.database(to);
      forgottenOnes.push(connection);
      return connection;
    };

    beforeAll(async () => {
      await inventory.query('ALTER TABLE stock_levels DROP CONSTRAINT stock_never_oversold');
      for (const [, what, given, plant] of plantedFaults) {
        const planted = await make[given]();
        await settled(planted);
        await plant(planted, { orders, inventory, users, forgotten, provider });
        plantedBy.set(what, planted);
      }
      const { code, output, errors } = await verify('--json');
      expect({ code, errors }, output).toEqual({ code: 1, errors: '' });
      reported = output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Disagreement);
    });
    afterAll(async () => {
      for (const connection of forgottenOnes) await connection.end();
    });

    test.each(plantedFaults)('is reported as %s: %s', (kind, what) => {
      const about = aboutOf(kind, plantedBy.get(what) ?? { id: '?', sku: '?' });
      expect(
        reported.filter(({ subject }) => subject.includes(about)).map((one) => one.kind),
      ).toEqual([kind]);
    });

    test('of every kind was planted, and nothing else is reported', () => {
      expect(new Set(plantedFaults.map(([kind]) => kind))).toEqual(new Set(allKinds));
      expect(reported).toHaveLength(plantedFaults.length);
    });

    test('is printed for people on its own line, and counted', async () => {
      const { code, output } = await verify();
      expect(code).toBe(1);
      const { id } = plantedBy.get('a capture was not recorded') ?? { id: '?' };
      expect(output).toContain(
        `payment.captured  order ${id}  expected: 0.00 EUR  found: 0.01 EUR\n`,
      );
      expect(output).toContain(`${plantedFaults.length} disagreements:`);
      expect(output).toMatch(/ order\.money +3\n/);
    });
  });
}
