import { setTimeout as pause } from 'node:timers/promises';
import { Agent, type Dispatcher, request } from 'undici';

const connections = 64;
const answerDeadlineMs = 30_000;
/** Calls that wait for an answer; beyond it the machine does not keep up, and calls are left out. */
const openMax = 2_000;

export interface LoadResult {
  readonly calls: number;
  readonly failures: number;
  /** Calls that were due, and not sent. */
  readonly leftOut: number;
  readonly callsPerSecond: number;
  /** Examples of failures. */
  readonly reasons: readonly string[];
}

const reasonsMax = 5;

/** Reads of the catalogue at a constant rate, none of which is tried again. */
export class CatalogueLoad {
  private calls = 0;
  private failures = 0;
  private leftOut = 0;
  private readonly startedAtMs = performance.now();
  private readonly reasons = new Set<string>();
  private readonly open = new Set<Promise<void>>();
  private readonly agent: Dispatcher = new Agent({ connections });
  private isStopping = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly url: string,
    private readonly perSecond: number,
  ) {
    this.running = this.run();
  }

  get result(): LoadResult {
    const { calls, failures, leftOut } = this;
    const seconds = (performance.now() - this.startedAtMs) / 1_000;
    const callsPerSecond = Math.round(calls / seconds);
    return { calls, failures, leftOut, callsPerSecond, reasons: [...this.reasons] };
  }

  async stop(): Promise<LoadResult> {
    this.isStopping = true;
    await this.running;
    await Promise.all(this.open);
    await this.agent.close();
    return this.result;
  }

  private async run(): Promise<void> {
    const startedAt = performance.now();
    for (let index = 0; !this.isStopping; index += 1) {
      const aheadMs = startedAt + (index / this.perSecond) * 1_000 - performance.now();
      if (aheadMs > 1) await pause(aheadMs);
      this.send(index);
    }
  }

  private send(index: number): void {
    if (this.open.size >= openMax) {
      this.leftOut += 1;
      return;
    }
    this.calls += 1;
    const call: Promise<void> = this.call(index)
      .catch((error: unknown) => this.fail(String(error)))
      .finally(() => this.open.delete(call));
    this.open.add(call);
  }

  private async call(index: number): Promise<void> {
    const sku = `DEMO-${String((index % 200) + 1).padStart(4, '0')}`;
    const { statusCode, body } = await request(`${this.url}/graphql`, {
      method: 'POST',
      dispatcher: this.agent,
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({
        query: 'query ($sku: ID!) { product(sku: $sku) { sku name price { amount currency } } }',
        variables: { sku },
      }),
      headersTimeout: answerDeadlineMs,
      bodyTimeout: answerDeadlineMs,
    });
    const text = await body.text();
    if (statusCode !== 200) return this.fail(`HTTP ${statusCode}: ${text.slice(0, 200)}`);
    const { data } = JSON.parse(text) as { data?: { product?: { sku?: string } | null } };
    if (data?.product?.sku !== sku) this.fail(`another answer: ${text.slice(0, 200)}`);
  }

  private fail(reason: string): void {
    this.failures += 1;
    if (this.reasons.size < reasonsMax) this.reasons.add(reason);
  }
}
