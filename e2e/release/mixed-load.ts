import {
  Orders,
  PlaceOrder,
  Product,
  Products,
  Quote,
} from '../../client/src/generated/operations';
import { Random } from '../../platform/testing/random';
import { constantRate } from '../../testing/load/constant-rate';
import type { Client } from '../harness/client';
import { orderOf } from '../harness/people';

const served = 'served';
const firstSku = 101;
const skus = 100;

/** The calls of clients, each with the sum of the shares up to it. */
const shares = [
  [0.45, 'product'],
  [0.65, 'products'],
  [0.8, 'quote'],
  [0.9, 'orders'],
  [1, 'order'],
] as const;

/** Reads of several operations and a tenth of orders, at a constant rate. */
export class MixedLoad {
  /** The errors of calls that failed. */
  readonly failures: string[] = [];
  calls = 0;
  private readonly random = new Random(1);
  private readonly end = new AbortController();
  private readonly running: Promise<unknown>;

  constructor(
    private readonly customer: Client,
    perSecond: number,
  ) {
    this.running = constantRate(perSecond, this.end.signal, async () => {
      this.calls += 1;
      return this.call().catch((error: unknown) => {
        this.failures.push(String(error));
        return 'failed';
      });
    });
  }

  async stop(): Promise<void> {
    this.end.abort();
    await this.running;
  }

  private async call(): Promise<string> {
    const drawn = this.random.next();
    const [, kind] = shares.find(([share]) => drawn < share) ?? shares[0];
    const sku = `DEMO-0${firstSku + Math.floor(this.random.next() * skus)}`;
    const lines = [{ sku, quantity: 1 }];
    const { customer } = this;
    if (kind === 'product') await customer.run(Product, { sku });
    else if (kind === 'products') await customer.run(Products, { first: 20 });
    else if (kind === 'quote') await customer.run(Quote, { currency: 'EUR', lines, country: 'DE' });
    else if (kind === 'orders') await customer.run(Orders, { first: 10 });
    else await customer.run(PlaceOrder, orderOf([[sku, 1]], 'tok_ok'));
    return served;
  }
}
