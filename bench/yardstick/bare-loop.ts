import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Pool } from 'pg';
import { migrate } from '../../platform/database/migrate';
import { repositoryRoot } from '../../platform/process/repository-root';
import { createLogger } from '../../platform/telemetry/logger';
import { closedLoop } from '../../testing/load/closed-loop';
import type { Sample } from '../../testing/load/latencies';
import { linesPerOrder } from '../load/place-orders';
import * as statements from './statements';

const logger = createLogger({ level: 'warn', pretty: false, name: 'bench' });
/** Share of the duration to warm up before measuring. */
const warmUpShare = 0.25;

/** Products with enough stock for all orders, as many as in the demo shop. */
const productsCount = 200;

export interface Yardstick {
  /** Orders written by the bare loop, with this many in parallel. */
  run(clients: number, durationMs: number): Promise<Sample & { readonly cpuMsPerOrder: number }>;
}

const skuOf = (index: number): string => `BARE-${index % productsCount}`;

const threeOf = (order: number): string[] =>
  Array.from({ length: linesPerOrder }, (_, line) => skuOf(order * linesPerOrder + line)).sort();

/**
 * The yardstick for orders: a bare Node loop on the same PostgreSQL that writes the same rows with
 * the same commits and durability, using prepared statements. It has no HTTP, GraphQL, sign-in or
 * payment, and no protection against repeats, races or crashes.
 */
export async function bareLoop(urlOf: (database: string) => string): Promise<Yardstick> {
  const urls = { orders: urlOf('yardstick_orders'), inventory: urlOf('yardstick_inventory') };
  for (const room of ['orders', 'inventory'] as const) {
    const folder = path.join(repositoryRoot, 'prisma', room, 'migrations');
    await migrate({ url: urls[room], folder, logger });
  }
  const pool = (connectionString: string, max: number) => new Pool({ connectionString, max });
  const stock = pool(urls.inventory, 1);
  await stock.query(statements.fill, [Array.from({ length: productsCount }, (_, i) => skuOf(i))]);
  await stock.end();

  let placed = 0;
  const order = async (orders: Pool, inventory: Pool): Promise<string> => {
    placed += 1;
    const id = randomUUID();
    const skus = threeOf(placed);
    const number = `ORD-${placed}-${id.slice(0, 8)}`;
    const { place, reserve, confirm, decide } = statements;
    await orders.query({ ...place, values: [id, number, randomUUID(), skus] });
    await inventory.query({ ...reserve, values: [id, skus] });
    await inventory.query({ ...confirm, values: [id] });
    await orders.query({ ...decide, values: [id] });
    return 'CONFIRMED';
  };

  return {
    run: async (clients, durationMs) => {
      const [orders, inventory] = [pool(urls.orders, clients), pool(urls.inventory, clients)];
      try {
        await closedLoop(clients, durationMs * warmUpShare, () => order(orders, inventory));
        const before = process.cpuUsage();
        const sample = await closedLoop(clients, durationMs, () => order(orders, inventory));
        const { user, system } = process.cpuUsage(before);
        const cpuMsPerOrder = (user + system) / 1_000 / sample.latenciesMs.length;
        return { ...sample, cpuMsPerOrder };
      } finally {
        await Promise.all([orders.end(), inventory.end()]);
      }
    },
  };
}
