import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Row } from '../result';

const run = promisify(execFile);

/** The rows of an order in the orders database, in one transaction, statement by statement. */
const script = `
BEGIN;
SELECT gen_random_uuid() AS id \\gset
INSERT INTO idempotency_keys (mutation, user_id, key, input_hash, order_id) VALUES ('placeOrder', :id::uuid, :id::uuid::text, '', :id::uuid);
INSERT INTO orders (id, number, customer_id, status, currency, subtotal_minor, shipping_minor, tax_minor, total_minor, shipping_address, payment_status) VALUES (:id::uuid, :id::uuid::text, :id::uuid, 'CONFIRMED', 'EUR', 3000, 0, 0, 3000, '{"recipient": "Ada Buyer"}', 'AUTHORIZED');
INSERT INTO order_lines (order_id, position, sku, name, quantity, unit_price_minor) VALUES (:id::uuid, 1, 'A', 'A', 1, 1000), (:id::uuid, 2, 'B', 'B', 1, 1000), (:id::uuid, 3, 'C', 'C', 1, 1000);
INSERT INTO effects (order_id, kind, state) VALUES (:id::uuid, 'RESERVE', 'DONE'), (:id::uuid, 'AUTHORIZE', 'DONE'), (:id::uuid, 'CONFIRM', 'DONE');
INSERT INTO order_events (order_id, seq, type, to_status, actor) VALUES (:id::uuid, 1, 'order.placed', 'PENDING', 'x'), (:id::uuid, 2, 'order.confirmed', 'CONFIRMED', 'system');
COMMIT;
`;

/** @returns null if pgbench is not installed. */
export async function pgbench(url: string, clients: number, seconds: number): Promise<Row | null> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pgbench-'));
  const file = path.join(folder, 'order.sql');
  writeFileSync(file, script);
  try {
    const args = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds)];
    const { stdout } = await run('pgbench', [...args, '-f', file, url]);
    const rate = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
    const mean = Number(/latency average = ([\d.]+)/.exec(stdout)?.[1]);
    return {
      name: `pgbench, ${clients} clients, mean for p50`,
      perSecond: rate,
      p50Ms: mean,
      p99Ms: Number.NaN,
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
