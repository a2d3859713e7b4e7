import { setTimeout as delay } from 'node:timers/promises';
import type { TypedDocument } from '../../client/src/document';
import { PlaceOrder } from '../../client/src/generated/operations';
import type { ChaosShop } from '../chaos/chaos-shop';
import type { History, Intention } from '../chaos/history';
import type { Client } from '../harness/client';
import { newCustomer, orderOf } from '../harness/people';
import { millisecondsUntil } from './measure';

/** No client of the load buys it, so it is never sold out. */
const sku = 'DEMO-0100';
const number = 1_000;
const salesPauseMs = 200;
const readsPauseMs = 200;
/** The number of consecutive sales after which the shop counts as recovered. */
const salesInARow = 3;

const productDocument: TypedDocument<
  { readonly product: { readonly sku: string } | null },
  { readonly sku: string }
> = 'query ($sku: ID!) { product(sku: $sku) { sku } }';

interface Sale {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly isSold: boolean;
}

/** A buyer who places one order after the other, and a reader of the catalogue, both impatient. */
export class Probes {
  private readonly sales: Sale[] = [];
  private readonly reads: { readonly atMs: number; readonly isRead: boolean }[] = [];
  private isOver = false;
  private running: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly buyer: Client,
    private readonly history: History,
  ) {}

  static async open(shop: ChaosShop, history: History): Promise<Probes> {
    return new Probes(await newCustomer(shop.client), history);
  }

  start(): void {
    this.running = Promise.all([this.sell(), this.read()]);
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  /** Orders that were placed and confirmed between two moments. */
  soldBetween(fromMs: number, toMs: number): number {
    const isBetween = ({ startedAtMs, endedAtMs, isSold }: Sale) =>
      isSold && startedAtMs >= fromMs && endedAtMs < toMs;
    return this.sales.filter(isBetween).length;
  }

  /** Reads of the catalogue between two moments. */
  readsBetween(fromMs: number, toMs: number): { readonly all: number; readonly failed: number } {
    const some = this.reads.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
    return { all: some.length, failed: some.filter(({ isRead }) => !isRead).length };
  }

  /**
   * Waits for three consecutive sales.
   * @returns milliseconds until the first of them was answered; null if they did not come in time.
   */
  async recoveredAfter(sinceMs: number, deadlineMs: number): Promise<number | null> {
    const soldInARow = () => this.firstOfARow(sinceMs) !== null;
    await millisecondsUntil(sinceMs, soldInARow, deadlineMs);
    const endedAtMs = this.firstOfARow(sinceMs);
    return endedAtMs === null ? null : endedAtMs - sinceMs;
  }

  private firstOfARow(sinceMs: number): number | null {
    const later = this.sales.filter(({ startedAtMs }) => startedAtMs >= sinceMs);
    for (let index = 0; index + salesInARow <= later.length; index += 1) {
      const row = later.slice(index, index + salesInARow);
      if (row.every(({ isSold }) => isSold)) return row[0]?.endedAtMs ?? null;
    }
    return null;
  }

  private async sell(): Promise<void> {
    while (!this.isOver) {
      const startedAtMs = Date.now();
      const isSold = await this.place(this.sales.length + 1);
      this.sales.push({ startedAtMs, endedAtMs: Date.now(), isSold });
      await delay(salesPauseMs);
    }
  }

  private async place(count: number): Promise<boolean> {
    const key = `drill-sale-${count}`;
    const lines = [{ sku, quantity: 1 }];
    const intention: Intention = {
      operation: 'place',
      key,
      client: number,
      orderId: null,
      requested: { lines, token: 'tok_ok' },
    };
    const call = this.history.invoked(intention);
    const input = orderOf([[sku, 1]], 'tok_ok', { idempotencyKey: key, note: key });
    try {
      const { placeOrder } = await this.buyer.run(PlaceOrder, input);
      if (placeOrder?.__typename === 'Order') {
        const { id: orderId, status } = placeOrder;
        this.history.acknowledged(call, intention, { done: true, orderId, status });
        return status === 'CONFIRMED';
      }
      this.history.unknown(call, intention, placeOrder?.__typename ?? 'no answer');
    } catch (error) {
      this.history.unknown(call, intention, String(error));
    }
    return false;
  }

  private async read(): Promise<void> {
    while (!this.isOver) {
      const atMs = Date.now();
      const answer = await this.buyer.run(productDocument, { sku }).catch(() => null);
      this.reads.push({ atMs, isRead: answer?.product?.sku === sku });
      await delay(readsPauseMs);
    }
  }
}
