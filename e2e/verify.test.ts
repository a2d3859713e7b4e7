import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client as Connection } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allKinds, type Disagreement } from '../cli/verify/disagreement';
import { type Given, type Planted, plantedFaults } from '../cli/verify/testing/planted-faults';
import { CancelOrderDocument, PlaceOrderDocument, ShipOrderDocument } from '../client/documents';
import { findEmbeddedPostgres } from '../platform/database/embedded-running';
import type { Client } from './harness/client';
import { demoAccount, orderOf } from './harness/people';
import { eventually, repositoryRoot, Shop } from './harness/shop';

const verifyDeadlineMs = 60_000;

let shop: Shop;
let customer: Client;
let warehouse: Client;
let orders: Connection;
let inventory: Connection;
let apiSecret: string;

async function connect(room: string): Promise<Connection> {
  const connectionString = findEmbeddedPostgres(path.join(shop.dataFolder, 'data'))?.(room);
  const connection = new Connection({ connectionString });
  await connection.connect();
  return connection;
}

beforeAll(async () => {
  shop = await Shop.start();
  customer = await demoAccount(shop.client, 'customer');
  warehouse = await demoAccount(shop.client, 'warehouse');
  [orders, inventory] = [await connect('orders'), await connect('inventory')];
  const secrets = readFileSync(path.join(shop.dataFolder, 'data', 'secrets.json'), 'utf8');
  apiSecret = JSON.parse(secrets)['payments.sandbox.apiSecret'];
});
afterAll(async () => {
  await orders?.end();
  await inventory?.end();
  await shop?.close();
});

/** The command as its user runs it. */
function verify(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = {
    PATH: process.env.PATH,
    HOME: shop.dataFolder,
    ORDERPROCESSING_DATA_FOLDER: path.join(shop.dataFolder, 'data'),
    ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: new URL(shop.ledgerUrl).port,
  };
  const options = { cwd: shop.dataFolder, env, timeout: verifyDeadlineMs };
  const script = path.join(repositoryRoot, 'dist/cli/verify.js');
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], options, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err });
    });
  });
}

/** Every order is of a product of its own, so that no two faults meet. */
let products = 0;
function nextSku(): string {
  products += 1;
  return `DEMO-${String(products).padStart(4, '0')}`;
}

async function placed(token = 'tok_ok'): Promise<Planted> {
  const sku = nextSku();
  const { placeOrder } = await customer.run(PlaceOrderDocument, orderOf([[sku, 2]], token));
  if (placeOrder?.__typename === 'PaymentDeclinedError')
    return { id: placeOrder.order?.id ?? '', sku };
  if (placeOrder?.__typename !== 'Order') throw new Error(JSON.stringify(placeOrder));
  return { id: placeOrder.id, sku };
}

async function shipped(quantity = 2): Promise<Planted> {
  const given = await placed();
  const lines = [{ sku: given.sku, quantity }];
  const input = { orderId: given.id, carrier: 'DHL', trackingCode: 'T', lines };
  await warehouse.run(ShipOrderDocument, { input: { ...input, idempotencyKey: randomUUID() } });
  return given;
}

async function cancelled(): Promise<Planted> {
  const given = await placed();
  await customer.run(CancelOrderDocument, { id: given.id, reason: 'found cheaper' });
  return given;
}

/** One of its two units was shipped before. */
async function restCancelled(): Promise<void> {
  const { id } = await shipped(1);
  const support = await demoAccount(shop.client, 'support');
  const { cancelOrder } = await support.run(CancelOrderDocument, { id, reason: 'out of print' });
  expect(cancelOrder).toMatchObject({ status: 'SHIPPED' });
}

async function imported(): Promise<Planted> {
  const given = { id: randomUUID(), sku: nextSku() };
  await orders.query(
    `WITH history AS (
      INSERT INTO orders (id, number, customer_id, status, currency, subtotal_minor, shipping_minor,
        tax_minor, total_minor, shipping_address, payment_status)
      VALUES ($1, $2, $3, 'DELIVERED', 'GBP', 300, 0, 0, 300, '{}', 'NONE') RETURNING id
    ), line AS (
      INSERT INTO order_lines (order_id, position, sku, name, quantity, shipped_quantity,
        unit_price_minor)
      SELECT id, 1, $4, 'Mug', 2, 2, 150 FROM history
    ), event AS (
      INSERT INTO order_events (order_id, seq, type, to_status, actor)
      SELECT id, 1, 'order.imported', 'DELIVERED', 'system' FROM history
    )
    INSERT INTO order_imports (invoice, digest, order_id) SELECT $2, 'x', id FROM history`,
    [given.id, `I-${given.id}`, randomUUID(), given.sku],
  );
  return given;
}

describe('a shop in order', () => {
  test('is clean, whatever its orders have come to', async () => {
    for (const token of ['tok_ok', 'tok_declined', 'tok_review', 'tok_action']) await placed(token);
    await Promise.all([cancelled(), shipped(), shipped(1), restCancelled(), imported()]);
    const { code, out, err } = await verify();
    expect({ code, err }, out).toEqual({ code: 0, err: '' });
    expect(out).toContain('Everything fits together.');
    expect(out).toMatch(/Looked at \d+ ledger lines, 9 orders/);
  }, 60_000);

  test('is clean while it is being bought from', async () => {
    let isOver = false;
    const buying = Array.from({ length: 3 }, async () => {
      const sku = nextSku();
      while (!isOver) {
        const { placeOrder } = await customer.run(
          PlaceOrderDocument,
          orderOf([[sku, 1]], 'tok_ok'),
        );
        if (placeOrder?.__typename !== 'Order') throw new Error(JSON.stringify(placeOrder));
        await customer.run(CancelOrderDocument, { id: placeOrder.id, reason: 'again' });
      }
    });
    const answers = [await verify(), await verify()];
    isOver = true;
    await Promise.all(buying);
    for (const { code, out } of answers) expect(code, out).toBe(0);
  }, 120_000);

  test('cannot be looked at without its ledger, unless that is what was asked', async () => {
    const nowhere = await verify('--ledger', 'http://127.0.0.1:9/ledger');
    expect(nowhere).toMatchObject({ code: 2, out: '' });
    expect(nowhere.err).toContain('127.0.0.1:9');
    expect(await verify('--without-ledger')).toMatchObject({ code: 0 });
    expect(await verify('--nonsense')).toMatchObject({ code: 2 });
    const { code, out } = await verify('--help');
    expect({ code, missing: allKinds.filter((kind) => !out.includes(kind)) }).toEqual({
      code: 0,
      missing: [],
    });
  }, 60_000);
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

/** Nothing is under way any more, but what waits for a buyer. */
const settled = ({ id }: Planted) =>
  eventually(`${id} at rest`, async () => {
    const { rowCount } = await orders.query(
      `SELECT FROM effects WHERE order_id = $1 AND state = 'PENDING'
         AND kind NOT IN ('RESERVE', 'AUTHORIZE', 'CONFIRM')`,
      [id],
    );
    return rowCount === 0;
  });

describe('a fault', () => {
  let told: Disagreement[];
  const plantedBy = new Map<string, Planted>();
  const forgottenOnes: Connection[] = [];
  const forgotten = async () => {
    const connection = await connect('orders');
    forgottenOnes.push(connection);
    return connection;
  };

  beforeAll(async () => {
    await inventory.query('ALTER TABLE stock_levels DROP CONSTRAINT stock_never_oversold');
    for (const [, what, given, plant] of plantedFaults) {
      const planted = await make[given]();
      await settled(planted);
      await plant(planted, { orders, inventory, forgotten, provider });
      plantedBy.set(what, planted);
    }
    const { code, out, err } = await verify('--json');
    expect({ code, err }, out).toEqual({ code: 1, err: '' });
    told = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Disagreement);
  }, 180_000);
  afterAll(async () => {
    for (const connection of forgottenOnes) await connection.end();
  });

  test.each(plantedFaults)('is told as %s: %s', (kind, what) => {
    const { id, sku } = plantedBy.get(what) ?? { id: '?', sku: '?' };
    const about = kind.startsWith('stock.') ? `sku ${sku} at ` : id;
    expect(told.filter(({ subject }) => subject.includes(about)).map((one) => one.kind)).toEqual([
      kind,
    ]);
  });

  test('of every kind was planted, and nothing else is told', () => {
    expect(new Set(plantedFaults.map(([kind]) => kind))).toEqual(new Set(allKinds));
    expect(told).toHaveLength(plantedFaults.length);
  });

  test('is told to people on a line of its own, and counted', async () => {
    const { code, out } = await verify();
    expect(code).toBe(1);
    const { id } = plantedBy.get('a capture was forgotten') ?? { id: '?' };
    expect(out).toContain(`payment.captured  order ${id}  expected: 0.00 EUR  found: 0.01 EUR\n`);
    expect(out).toContain(`${plantedFaults.length} disagreements:`);
    expect(out).toMatch(/ order\.money +2\n/);
  }, 60_000);
});
