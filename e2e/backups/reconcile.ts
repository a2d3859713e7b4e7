import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { uuidV7 } from '../../platform/values/uuid';
import { ended } from '../../testing/command';
import { spawnCommand } from '../harness/command';
import { demoAccount, placedOrder } from '../harness/people';
import type { Shop } from '../harness/shop';

const hourMs = 3_600_000;

/** The id of an order that was placed an hour ago. */
function idOfLostOrder(): string {
  const time = (Date.now() - hourMs).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}${uuidV7().slice(13)}`;
}

/** Two units that are reserved for an order since an hour, with their movement. */
const reserveFor = `
  WITH reservation AS (
    INSERT INTO reservations (order_id, state, created_at)
    VALUES ($1, 'CONFIRMED', now() - interval '1 hour')
  ), level AS (
    UPDATE stock_levels SET reserved = reserved + 2
    WHERE (sku, warehouse) = (SELECT sku, warehouse FROM stock_levels
      WHERE sku = 'DEMO-0001' AND on_hand - reserved >= 2 LIMIT 1)
    RETURNING sku, warehouse
  ), allocated AS (
    INSERT INTO allocations (order_id, sku, warehouse, quantity)
    SELECT $1, sku, warehouse, 2 FROM level
  )
  INSERT INTO stock_movements (sku, warehouse, on_hand_delta, reserved_delta, kind, reference)
  SELECT sku, warehouse, 0, 2, 'RESERVED', $1::uuid::text FROM level RETURNING sku`;

/** Payments and stock of orders that a restore into the past has lost. */
export function checkLostOrders(running: () => Shop): void {
  let shop: Shop;
  let apiSecret: string;
  /** An order that exists. */
  let placed = '';

  beforeAll(async () => {
    shop = running();
    const secrets = readFileSync(path.join(shop.dataFolder, 'data', 'secrets.json'), 'utf8');
    apiSecret = JSON.parse(secrets)['payments.sandbox.apiSecret'];
    const customer = await demoAccount(shop.client, 'customer');
    placed = (await placedOrder(customer, [['DEMO-0001', 1]])).id;
  });

  async function call(verb: string, key: string, body: object): Promise<void> {
    const response = await fetch(new URL(`/${verb}`, shop.ledgerUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${apiSecret}`, 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  const pay = (orderId: string) =>
    call('authorizations', `order-${orderId}-authorize`, {
      amount: '18.98',
      currency: 'EUR',
      token: 'tok_ok',
    });

  const capture = (orderId: string, amount: string) =>
    call('captures', `order-${orderId}-capture-1`, {
      authorizationKey: `order-${orderId}-authorize`,
      amount,
      currency: 'EUR',
    });

  const release = (orderId: string) =>
    call('voids', `order-${orderId}-void`, { authorizationKey: `order-${orderId}-authorize` });

  const moves = async (orderId: string) =>
    (await shop.ledgerOf(orderId)).map(({ kind, amount }) => `${kind} ${amount}`);

  async function entriesOf(orderId: string, action = 'payment.give_back'): Promise<number> {
    const entries = await shop.query(
      'users',
      'SELECT FROM audit_entries WHERE action = $2 AND subject = $1',
      [`Order:${orderId}`, action],
    );
    return entries.length;
  }

  const rowsOf = (text: string, orderId: string) => shop.query('inventory', text, [orderId]);

  test('are listed, and given back once when that is confirmed', async () => {
    const [held, shipped, reserved] = [idOfLostOrder(), idOfLostOrder(), idOfLostOrder()];
    await pay(held);
    await pay(shipped);
    await capture(shipped, '10.00');
    expect(await rowsOf(reserveFor, reserved)).toHaveLength(1);
    await rowsOf(
      `UPDATE reservations SET created_at = now() - interval '1 hour' WHERE order_id = $1`,
      placed,
    );
    const allocations = 'SELECT quantity FROM allocations WHERE order_id = $1';
    const plan = await shop.run('reconcile');
    expect(plan.code, plan.errors).toBe(1);
    expect(plan.output).toContain(`order ${held}  void 18.98 EUR\n`);
    expect(plan.output).toContain(`order ${shipped}  void 8.98 EUR, refund 10.00 EUR\n`);
    expect(plan.output).toContain(`order ${reserved}  CONFIRMED  release 2 of DEMO-0001\n`);
    expect(plan.errors).toContain('Nothing was changed');
    expect(await moves(held)).toEqual(['authorization 18.98']);
    expect(await rowsOf(allocations, reserved)).toEqual([{ quantity: 2 }]);
    const lost = await shop.run('verify');
    expect(lost.code).toBe(1);
    expect(lost.output).toContain(`reservation.unknown_order  order ${reserved}`);

    const done = await shop.run('reconcile', '--yes', '--json');
    expect(done.code, done.errors).toBe(0);
    const { payments, reservations, open } = JSON.parse(done.output);
    expect(open).toBe(0);
    expect(payments).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ orderId: held, void: '18.98', result: 'given-back' }),
        expect.objectContaining({ orderId: shipped, refund: '10.00', result: 'given-back' }),
      ]),
    );
    const units = [{ sku: 'DEMO-0001', quantity: 2 }];
    const released = { orderId: reserved, state: 'CONFIRMED', held: units, result: 'released' };
    expect(reservations).toEqual([released]);
    const again = await shop.run('reconcile', '--yes', '--json');
    expect(again.code, again.errors).toBe(0);
    expect(JSON.parse(again.output)).toMatchObject({ payments: [], reservations: [] });
    expect(await moves(held)).toEqual(['authorization 18.98', 'void 18.98']);
    expect(await moves(shipped)).toEqual([
      'authorization 18.98',
      'capture 10.00',
      'void 8.98',
      'refund 10.00',
    ]);
    expect([await entriesOf(held), await entriesOf(shipped)]).toEqual([1, 1]);
    expect(await moves(placed)).toHaveLength(1);
    const moved =
      'SELECT kind, reserved_delta FROM stock_movements WHERE reference = $1 ORDER BY id';
    expect(await rowsOf(moved, reserved)).toEqual([
      { kind: 'RESERVED', reserved_delta: 2 },
      { kind: 'RELEASED', reserved_delta: -2 },
    ]);
    expect(await rowsOf(allocations, reserved)).toEqual([]);
    expect(await entriesOf(reserved, 'stock.release_lost')).toBe(1);
    expect(await rowsOf(allocations, placed)).toEqual([{ quantity: 1 }]);
    const verified = await shop.run('verify');
    expect(verified.code, verified.output).toBe(0);
  });

  test('are given back once by a command that is killed and called again', async () => {
    const lost = Array.from({ length: 8 }, idOfLostOrder);
    for (const id of lost) await pay(id);
    const settings = {
      ORDERPROCESSING_SERVER_PORT: new URL(shop.url).port,
      ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: new URL(shop.ledgerUrl).port,
    };
    const child = spawnCommand('reconcile', ['--yes'], shop.dataFolder, settings);
    child.stdout?.on('data', (text: Buffer) => {
      if (text.includes('given back')) child.kill('SIGKILL');
    });
    await ended(child);
    const { code, errors } = await shop.run('reconcile', '--yes');
    expect(code, errors).toBe(0);
    for (const id of lost) {
      expect(await moves(id)).toEqual(['authorization 18.98', 'void 18.98']);
      expect(await entriesOf(id)).toBe(1);
    }
  });

  test('are left while they may belong to an order that is being placed', async () => {
    const young = uuidV7();
    await pay(young);
    const { code, output } = await shop.run('reconcile', '--yes');
    expect([code, await moves(young)]).toEqual([1, ['authorization 18.98']]);
    expect(output).toContain('1 payment of the last minutes');
    const restored = await shop.run('reconcile', '--restored', '--yes');
    expect(restored.errors).toContain('No restored cluster is waiting');
    // It would be compared once it is not young any longer.
    await release(young);
  });
}
