import { setTimeout as delay } from 'node:timers/promises';
import { PlaceOrder, Product } from '../../client/src/generated/operations';
import { closedLoop } from '../../testing/load/closed-loop';
import type { Sample } from '../../testing/load/latencies';
import type { Client } from './client';
import { orderOf } from './people';

export interface OrderLoadOptions {
  readonly clients: number;
  /** How long each waits before its next call; 0 by default. */
  readonly pauseMs?: number;
  /** Those of another version, which may not have every field. */
  readonly documents?: { readonly PlaceOrder: typeof PlaceOrder; readonly Product: typeof Product };
  /** The products that are ordered in turn; half of the demo shop by default. */
  readonly skus?: readonly string[];
}

/** A load of minutes sells out a few products: each has 3000 units. */
const halfOfTheShop = Array.from({ length: 100 }, (_, index) => `DEMO-0${101 + index}`);

export interface LoadResult {
  readonly calls: number;
  /** The errors of calls that failed. */
  readonly failures: readonly string[];
}

const answered = 'answered';

/**
 * Clients that order and read in turn, each again once it has its answer, without retries.
 */
export class OrderLoad {
  private readonly end = new AbortController();
  private readonly running: Promise<Sample>;
  private readonly documents: NonNullable<OrderLoadOptions['documents']>;
  private readonly customer: Client;

  constructor(customer: Client, options: OrderLoadOptions) {
    this.customer = customer.once;
    const { clients, pauseMs = 0, skus = halfOfTheShop } = options;
    const { documents = { PlaceOrder, Product } } = options;
    this.documents = documents;
    const turns: number[] = [];
    this.running = closedLoop(clients, this.end.signal, async (client) => {
      const turn = turns[client] ?? 0;
      turns[client] = turn + 1;
      const sku = skus[(client + turn) % skus.length] as string;
      if (pauseMs > 0) await delay(pauseMs);
      try {
        await (turn % 2 === 0 ? this.order(sku) : this.read(sku));
        return answered;
      } catch (error) {
        const { message, cause } = error as Error;
        return cause === undefined ? message : `${message}: ${String(cause)}`;
      }
    });
  }

  /** Resolves when the calls in progress are answered. */
  async stop(): Promise<LoadResult> {
    this.end.abort();
    const { latenciesMs, outcomes } = await this.running;
    const failures = Object.entries(outcomes).flatMap(([outcome, count]) =>
      outcome === answered ? [] : Array.from({ length: count }, () => outcome),
    );
    return { calls: latenciesMs.length, failures };
  }

  private async order(sku: string): Promise<void> {
    const input = orderOf([[sku, 1]], 'tok_ok');
    const { placeOrder } = await this.customer.run(this.documents.PlaceOrder, input);
    if (placeOrder?.__typename !== 'Order') throw new Error(JSON.stringify(placeOrder));
    if (placeOrder.status !== 'CONFIRMED') throw new Error(`The order is ${placeOrder.status}.`);
  }

  private async read(sku: string): Promise<void> {
    const { product } = await this.customer.run(this.documents.Product, { sku });
    if (product?.sku !== sku) throw new Error('The product was not found.');
  }
}
