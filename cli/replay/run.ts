import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Configuration } from '../../config/schema';
import { buyerAccounts } from '../import/customers';
import type { Invoice } from '../import/invoices';
import { progressOf } from '../import/progress';
import type { OpenRooms } from '../import/rooms';
import type { SourceFile } from '../import/source';
import { invoicesOf, ordersOf } from './invoices';
import { placeLive } from './place';
import { type Report, replayReport } from './report';
import { stockUp } from './stock';
import { buyerTokens } from './tokens';

export interface ReplayOptions {
  readonly files: readonly SourceFile[];
  readonly rooms: OpenRooms;
  readonly configuration: Configuration;
  /** Origin of the gateway. */
  readonly gateway: string;
  readonly currency: string;
  /** How many times faster than history; null for as fast as it goes. */
  readonly speed: number | null;
  readonly concurrency: number;
  readonly limit: number;
  readonly stock: boolean;
}

const keyCharacters = 8;

async function quantities(options: ReplayOptions): Promise<Map<string, number>> {
  const wanted = new Map<string, number>();
  for await (const { lines } of invoicesOf(options.files, options.currency, options.limit)) {
    for (const { line } of lines) {
      const key = line.sku.toUpperCase();
      wanted.set(key, (wanted.get(key) ?? 0) + line.quantity);
    }
  }
  return wanted;
}

/** Waits until it is the invoice's turn, history running faster by the factor. */
function pacer(speed: number | null) {
  const startedAtMs = performance.now();
  let first: number | null = null;
  return async (at: Date): Promise<void> => {
    if (speed === null) return;
    first ??= at.getTime();
    const dueMs = startedAtMs + (at.getTime() - first) / speed;
    if (dueMs > performance.now()) await delay(dueMs - performance.now());
  };
}

/** Places the invoices as live orders, so many at a time, each buyer with a token of his own. */
export async function replay(options: ReplayOptions): Promise<string> {
  const { rooms, configuration, gateway, currency, concurrency } = options;
  const run = randomUUID().slice(0, keyCharacters);
  if (options.stock) await stockUp(rooms.inventory, await quantities(options), `replay-${run}`);
  const accounts = buyerAccounts(rooms.users);
  const tokenOf = buyerTokens(rooms.users, accounts, configuration.auth.accessTokenMinutes);
  const report: Report = replayReport();
  const progress = progressOf('Replay', Number.isFinite(options.limit) ? options.limit : 0);
  const invoices = invoicesOf(options.files, currency, options.limit);
  const turn = pacer(options.speed);
  const startedAtMs = performance.now();
  let done = 0;

  const place = async (invoice: Invoice): Promise<void> => {
    const token = await tokenOf(invoice.head);
    const orders = ordersOf(invoice, configuration.orders);
    for (const [part, lines] of orders.entries()) {
      const idempotencyKey = `replay-${run}-${invoice.head.invoice}-${part}`;
      const sentAtMs = performance.now();
      const order = { gateway, token, idempotencyKey, currency, head: invoice.head, lines };
      report.count(await placeLive(order), performance.now() - sentAtMs);
    }
    done += 1;
    progress.advance(done, `${done} invoices`);
  };
  const worker = async (): Promise<void> => {
    for (let next = await invoices.next(); !next.done; next = await invoices.next()) {
      await turn(next.value.head.at);
      await place(next.value);
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, worker));
  } finally {
    progress.end();
  }
  return report.text(performance.now() - startedAtMs);
}
