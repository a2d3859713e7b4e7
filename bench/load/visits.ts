import { visitsPerOrder } from '../../ops/k6/workload/scenarios';
import { Tally } from '../../testing/load/latencies';
import type { LoadSample } from './missed-objectives';
import type { ShopCalls } from './shop-calls';
import type { Visit } from './users';

/** Visits of users, and the outcomes of their calls. */
export class Visits {
  private reads = new Tally();
  private orders = new Tally();
  private startedAt = performance.now();

  constructor(private readonly calls: ShopCalls) {}

  /** A user lists products, and sometimes orders one of them. */
  readonly visit: Visit = async (user, turn) => {
    const readAt = performance.now();
    const { outcome, skus } = await this.calls.read(user);
    this.reads.add(performance.now() - readAt, outcome);
    const orders = (turn + user) / visitsPerOrder;
    const sku = skus[orders % skus.length];
    if (sku === undefined || !Number.isInteger(orders)) return;
    const orderedAt = performance.now();
    const ordered = await this.calls.order(user, sku);
    this.orders.add(performance.now() - orderedAt, ordered);
  };

  /** @returns the calls that have ended since the sample before. */
  take(): LoadSample {
    const elapsedMs = performance.now() - this.startedAt;
    const sample = { reads: this.reads.sample(elapsedMs), orders: this.orders.sample(elapsedMs) };
    this.reads = new Tally();
    this.orders = new Tally();
    this.startedAt = performance.now();
    return sample;
  }
}
