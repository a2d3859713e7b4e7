import { randomUUID } from 'node:crypto';
import type { Configuration } from '../../config/schema';
import { buyerAccounts } from '../import/customers';
import type { Invoice } from '../import/invoices';
import { progressOf } from '../import/progress';
import type { OpenRooms } from '../import/rooms';
import type { SourceFile } from '../import/source';
import { invoicesOf, ordersOf } from './invoices';
import { placeLive } from './place';
import { type Report, replayReport } from './report';
import { turnsOf } from './schedule';
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
  /** Ends it early: orders that are under way are waited for. */
  readonly signal: AbortSignal;
}

const keyCharacters = 8;

async function quantities(options: ReplayOptions): Promise<Map<string, number>> {
  const wanted = new Map<string, number>();
  for await (const { lines } of invoicesOf(options)) {
    for (const { line } of lines) {
      const key = line.sku.toUpperCase();
      wanted.set(key, (wanted.get(key) ?? 0) + line.quantity);
    }
  }
  return wanted;
}

/** By invoices where it is known how many there will be, else by what was read of the files. */
function progressOfReplay({ files, limit }: ReplayOptions) {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const isCounted = Number.isFinite(limit);
  const progress = progressOf('Replay', isCounted ? limit : bytes);
  let [done, read] = [0, 0];
  return {
    onBytes: (count: number): void => {
      read += count;
    },
    onInvoice: (): void => {
      done += 1;
      progress.advance(isCounted ? done : read, `${done} invoices`);
    },
    end: () => progress.end(),
  };
}

/** How one invoice is placed: by its buyer, in as many orders as it needs, one after the other. */
function placing(options: ReplayOptions, run: string, report: Report) {
  const { rooms, configuration, gateway, currency } = options;
  const accounts = buyerAccounts(rooms.users);
  const tokenOf = buyerTokens(rooms.users, accounts, configuration.auth.accessTokenMinutes);
  return async (invoice: Invoice): Promise<void> => {
    const token = await tokenOf(invoice.head);
    for (const [part, lines] of ordersOf(invoice, configuration.orders).entries()) {
      const idempotencyKey = `replay-${run}-${invoice.head.invoice}-${part}`;
      const sentAtMs = performance.now();
      const order = { gateway, token, idempotencyKey, currency, head: invoice.head, lines };
      report.count(await placeLive(order), performance.now() - sentAtMs);
    }
  };
}

/**
 * Places the invoices as live orders, so many at a time, each buyer with a token of his own.
 * @param tell is given the report, also where it was ended early or came to a fault.
 * @throws Error where the files cannot be read to the end, or there is no token for a buyer.
 */
export async function replay(
  options: ReplayOptions,
  tell: (report: string) => void,
): Promise<void> {
  const { concurrency, speed, signal } = options;
  const run = randomUUID().slice(0, keyCharacters);
  if (options.stock) {
    await stockUp(options.rooms.inventory, await quantities(options), `replay-${run}`);
  }
  const report = replayReport();
  const place = placing(options, run, report);
  const progress = progressOfReplay(options);
  const invoices = invoicesOf(options, progress.onBytes);
  const turn = speed === null ? null : turnsOf(speed, signal);
  const startedAtMs = performance.now();

  // Whoever leaves the loop, ended or failed, leaves no invoice to the others either.
  const worker = async (): Promise<void> => {
    for await (const invoice of invoices) {
      const lateMs = (await turn?.(invoice.head.at)) ?? null;
      if (signal.aborted) return;
      if (lateMs !== null) report.late(lateMs);
      await place(invoice);
      progress.onInvoice();
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: concurrency }, worker));
  progress.end();
  tell(report.text(performance.now() - startedAtMs));
  const failed = workers.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}
