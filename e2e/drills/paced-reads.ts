import { demoSkuOf } from '../../cli/demo-shop/catalogue';
import { Me, Product } from '../../client/src/generated/operations';
import { constantRate } from '../../testing/load/constant-rate';
import { percentile } from '../../testing/load/latencies';
import type { Client } from '../harness/client';

/**
 * So many reads of a service that hangs take all places of two gateways within the deadline of 10 s
 * if nothing stops them. A breaker stops them before.
 */
const perSecond = 80;

interface Read {
  readonly atMs: number;
  readonly tookMs: number;
  readonly isRead: boolean;
}

interface ReadsInTime {
  readonly all: number;
  readonly failed: number;
  readonly p99Ms: number;
}

/** Reads at a constant rate, each when it is due, whether the earlier ones were answered or not. */
export class PacedReads {
  private readonly reads: Read[] = [];
  private readonly end = new AbortController();
  private readonly running: Promise<unknown>;

  private constructor(private readonly read: (index: number) => Promise<boolean>) {
    this.running = constantRate(perSecond, this.end.signal, (index) => this.measured(index));
  }

  /** Reads of users and orders. */
  static account(customer: Client): PacedReads {
    return new PacedReads(async () => (await customer.run(Me, {})).me !== null);
  }

  /** Reads of inventory. */
  static catalogue(customer: Client): PacedReads {
    return new PacedReads(async (index) => {
      const { product } = await customer.run(Product, { sku: demoSkuOf(index) });
      return product !== null;
    });
  }

  async stop(): Promise<void> {
    this.end.abort();
    await this.running;
  }

  /** The reads that began between two moments. */
  between(fromMs: number, toMs: number): ReadsInTime {
    const some = this.reads.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
    const failed = some.filter(({ isRead }) => !isRead).length;
    const latenciesMs = some.map(({ tookMs }) => tookMs);
    return { all: some.length, failed, p99Ms: percentile({ latenciesMs }, 99) };
  }

  /** Milliseconds until the last read that failed began; 0 if none did. */
  lastFailureAfter(sinceMs: number): number {
    const failures = this.reads.filter(({ atMs, isRead }) => !isRead && atMs >= sinceMs);
    return Math.max(0, ...failures.map(({ atMs }) => atMs - sinceMs));
  }

  private async measured(index: number): Promise<string> {
    const atMs = Date.now();
    const startedAtMs = performance.now();
    const isRead = await this.read(index).catch(() => false);
    this.reads.push({ atMs, tookMs: performance.now() - startedAtMs, isRead });
    return isRead ? 'read' : 'failed';
  }
}
