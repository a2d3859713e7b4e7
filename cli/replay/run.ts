import { randomUUID } from 'node:crypto';
import type { Configuration } from '../../config/schema';
import { buyerAccounts } from '../import/customers';
import type { Invoice } from '../import/invoices';
import type { OpenRooms } from '../import/rooms';
import type { SourceFile } from '../import/source';
import { progressOf } from '../program/progress';
import { invoicesOf, ordersOf } from './invoices';
import { placeLive } from './place';
import { type Report, replayReport } from './report';
import { waitUntilDue } from './schedule';
import { stockUp } from './stock';
import { buyerTokens } from './tokens';

export interface ReplayOptions {
  readonly files: readonly SourceFile[];
  readonly rooms: OpenRooms;
  readonly configuration: Configuration;
  /** Origin of the gateway. */
  readonly gateway: string;
  readonly currency: string;
  /** Speed-up over the original dates; null for as fast as possible. */
  readonly speed: number | null;
  readonly concurrency: number;
  readonly limit: number;
  readonly stock: boolean;
  /** Whether the day is first in dates with slashes, and not the month. */
  readonly isDayFirst: boolean;
  /** Ends the replay early; pending orders are awaited. */
  readonly signal: AbortSignal;
}

const keyCharacters = 8;

async function quantities(options: ReplayOptions): Promise<Map<string, number>> {
  const units = new Map<string, number>();
  for await (const { lines } of invoicesOf(options)) {
    for (const { line } of lines) {
      const key = line.sku.toUpperCase();
      units.set(key, (units.get(key) ?? 0) + line.quantity);
    }
  }
  return units;
}

/** Measured in invoices if their number is known, otherwise in bytes read. */
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

/** @returns a function that places an invoice for its buyer, as one or more orders in sequence. */
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
 * Places the invoices as live orders, several at a time, with a token for each buyer.
 * @param onReport receives the report, even if the replay ended early or failed.
 * @throws Error if a file cannot be read to its end, or a buyer has no token.
 */
export async function replay(
  options: ReplayOptions,
  onReport: (report: Report, elapsedMs: number) => void,
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
  const turn = speed === null ? null : waitUntilDue(speed, signal);
  const startedAtMs = performance.now();

  // When one worker ends or fails, the shared iterator ends for the others too.
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
  onReport(report, performance.now() - startedAtMs);
  const failed = workers.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}
