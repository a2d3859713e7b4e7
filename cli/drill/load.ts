import { Agent, type Dispatcher, request } from 'undici';
import { constantRate, notSent } from '../../testing/load/constant-rate';
import { perSecond, Tally } from '../../testing/load/latencies';

const connections = 64;
const answerDeadlineMs = 30_000;
const served = 'served';
const products = 200;

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

/** Reads of the catalogue at a constant rate, without retries. */
export class CatalogueLoad {
  private readonly startedAtMs = performance.now();
  private readonly tally = new Tally();
  private readonly agent: Dispatcher = new Agent({ connections });
  private readonly end = new AbortController();
  private readonly running: Promise<unknown>;

  constructor(
    private readonly url: string,
    rate: number,
  ) {
    const call = (index: number) => this.call(index).catch(String);
    this.running = constantRate(rate, this.end.signal, call, this.tally);
  }

  /** The result of the calls that were answered so far. */
  get result(): LoadResult {
    const sample = this.tally.sample(performance.now() - this.startedAtMs);
    const { [notSent]: leftOut = 0, [served]: successes = 0, ...failed } = sample.outcomes;
    const calls = sample.latenciesMs.length - leftOut;
    return {
      calls,
      failures: calls - successes,
      leftOut,
      callsPerSecond: Math.round(perSecond(sample)),
      reasons: Object.keys(failed).slice(0, reasonsMax),
    };
  }

  async stop(): Promise<LoadResult> {
    this.end.abort();
    await this.running;
    await this.agent.close();
    return this.result;
  }

  private async call(index: number): Promise<string> {
    const sku = `DEMO-${String((index % products) + 1).padStart(4, '0')}`;
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
    if (statusCode !== 200) return `HTTP ${statusCode}: ${text.slice(0, 200)}`;
    const { data } = JSON.parse(text) as { data?: { product?: { sku?: string } | null } };
    return data?.product?.sku === sku ? served : `another answer: ${text.slice(0, 200)}`;
  }
}
