import { PlaceOrder, Product } from '../../client/src/operations';
import type { Client } from './client';
import { orderOf } from './people';

export interface OrderLoadOptions {
  readonly clients: number;
  readonly skus: readonly [string, ...string[]];
}

export interface LoadResult {
  readonly calls: number;
  /** The error of each call that failed. */
  readonly failures: readonly string[];
}

/** Clients that order and read in turn, each again as soon as it has its answer. None tries again. */
export class OrderLoad {
  private calls = 0;
  private readonly failures: string[] = [];
  private isStopping = false;
  private readonly clients: Promise<unknown>;

  constructor(
    private readonly customer: Client,
    { clients, skus }: OrderLoadOptions,
  ) {
    this.clients = Promise.all(
      Array.from({ length: clients }, (_, index) => this.loop(skus[index % skus.length] as string)),
    );
  }

  /** Resolves when the calls in progress are answered. */
  async stop(): Promise<LoadResult> {
    this.isStopping = true;
    await this.clients;
    return { calls: this.calls, failures: this.failures };
  }

  private async loop(sku: string): Promise<void> {
    while (!this.isStopping) {
      await this.count(() => this.order(sku));
      await this.count(() => this.read(sku));
    }
  }

  private async count(call: () => Promise<void>): Promise<void> {
    this.calls += 1;
    try {
      await call();
    } catch (error) {
      const { message, cause } = error as Error;
      this.failures.push(cause === undefined ? message : `${message}: ${String(cause)}`);
    }
  }

  private async order(sku: string): Promise<void> {
    const { placeOrder } = await this.customer.run(PlaceOrder, orderOf([[sku, 1]], 'tok_ok'));
    if (placeOrder?.__typename !== 'Order') throw new Error(JSON.stringify(placeOrder));
    if (placeOrder.status !== 'CONFIRMED') throw new Error(`The order is ${placeOrder.status}.`);
  }

  private async read(sku: string): Promise<void> {
    const { product } = await this.customer.run(Product, { sku });
    if (product?.sku !== sku) throw new Error('The product was not found.');
  }
}
