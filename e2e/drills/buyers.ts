import { setTimeout as delay } from 'node:timers/promises';
import { demoSkuOf } from '../../cli/demo-shop/catalogue';
import { PlaceOrder } from '../../client/src/generated/operations';
import { closedLoop } from '../../testing/load/closed-loop';
import type { Client } from '../harness/client';
import { orderOf } from '../harness/people';

export interface Acknowledged {
  readonly id: string;
  readonly atMs: number;
}

export const buyersCount = 4;
/** The mean pause between two orders of a buyer. */
const pauseMs = 50;
/** The pause between two attempts for one order. */
const retryMs = 100;

/**
 * Buyers who place one order after the other; each order is retried with its key until it is
 * answered.
 */
export class Buyers {
  readonly acknowledged: Acknowledged[] = [];
  private readonly startedAtMs = Date.now();
  private readonly end = new AbortController();
  private count = 0;
  private readonly running: Promise<unknown>;

  constructor(private readonly customer: Client) {
    this.running = closedLoop(buyersCount, this.end.signal, async () => {
      this.count += 1;
      const outcome = await this.place(demoSkuOf(this.count));
      // Equal pauses would keep all buyers in step, and one fault would interrupt every order.
      await delay(pauseMs * (0.5 + Math.random()));
      return outcome;
    });
  }

  /** Resolves when the orders in progress are answered, or given up after one more attempt. */
  async stop(): Promise<readonly Acknowledged[]> {
    this.end.abort();
    await this.running;
    return this.acknowledged;
  }

  /** The longest time in which no order was acknowledged. */
  get longestGapMs(): number {
    const times = [this.startedAtMs, ...this.acknowledged.map(({ atMs }) => atMs)];
    return Math.max(0, ...times.slice(1).map((atMs, index) => atMs - (times[index] ?? atMs)));
  }

  private async place(sku: string): Promise<string> {
    const input = orderOf([[sku, 1]], 'tok_ok');
    for (;;) {
      const isLast = this.end.signal.aborted;
      const answer = await this.customer.run(PlaceOrder, input).catch(() => null);
      const placed = answer?.placeOrder;
      if (placed?.__typename === 'Order') {
        this.acknowledged.push({ id: placed.id, atMs: Date.now() });
      }
      // Any other outcome, such as a product that is sold out, is an answer, too.
      if (placed || isLast) return placed?.__typename ?? 'no answer';
      await delay(retryMs);
    }
  }
}
