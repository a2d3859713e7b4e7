import { Agent, type Dispatcher, request } from 'undici';
import { PlaceOrder } from '../../client/src/generated/operations';
import { Client } from '../../e2e/harness/client';
import { demoAccount, orderOf } from '../../e2e/harness/people';
import { msPerMinute } from '../../platform/values/time';
import { constantRate, notSent } from '../../testing/load/constant-rate';
import { perSecond, Tally } from '../../testing/load/latencies';
import { demoSkuOf } from '../demo-shop/catalogue';

const connections = 64;
const answerDeadlineMs = 30_000;
const served = 'served';
/** One in this many calls places an order: ten a second at 500 calls a second. */
const callsPerOrder = 50;
/** Access tokens are valid for 15 minutes. */
const sessionMs = 10 * msPerMinute;
/** The share of the calls that may be left out before the rate is another one than promised. */
const leftOutShareMax = 0.01;

export interface LoadResult {
  readonly calls: number;
  /** Orders among the calls. */
  readonly orders: number;
  readonly failures: number;
  /** Calls that were due, and not sent. */
  readonly leftOut: number;
  readonly callsPerSecond: number;
  /** Examples of failures. */
  readonly reasons: readonly string[];
}

const reasonsMax = 5;

/** What keeps a load from showing what it should: too few calls, or no order. */
export function faultsOfLoad({ calls, orders, leftOut }: LoadResult): string[] {
  const due = calls + leftOut;
  const faults: string[] = [];
  if (orders === 0) faults.push('No order was placed.');
  if (leftOut > due * leftOutShareMax) {
    faults.push(
      `${leftOut} of ${due} calls were left out (at most 1 %): the machine does not reach this rate, so choose a lower one with --rate.`,
    );
  }
  return faults;
}

/** Reads of the catalogue and some orders at a constant rate, without retries. */
export class ReleaseLoad {
  private readonly startedAtMs = performance.now();
  private readonly tally = new Tally();
  private readonly agent: Dispatcher = new Agent({ connections });
  private readonly end = new AbortController();
  private readonly running: Promise<unknown>;
  private orders = 0;
  private signedInAtMs = performance.now();

  private constructor(
    private readonly url: string,
    rate: number,
    private customer: Client,
  ) {
    const call = (index: number) => this.call(index).catch(String);
    this.running = constantRate(rate, this.end.signal, call, this.tally);
  }

  static async start(url: string, rate: number): Promise<ReleaseLoad> {
    return new ReleaseLoad(url, rate, await demoAccount(new Client(url), 'customer'));
  }

  /** The result of the calls that were answered so far. */
  get result(): LoadResult {
    const sample = this.tally.sample(performance.now() - this.startedAtMs);
    const { [notSent]: leftOut = 0, [served]: successes = 0, ...failed } = sample.outcomes;
    const calls = sample.latenciesMs.length - leftOut;
    return {
      calls,
      orders: this.orders,
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

  private call(index: number): Promise<string> {
    if (index % callsPerOrder !== 0) return this.read(demoSkuOf(index));
    return this.order(demoSkuOf(index / callsPerOrder));
  }

  private async signedIn(): Promise<Client> {
    if (performance.now() - this.signedInAtMs > sessionMs) {
      this.signedInAtMs = performance.now();
      this.customer = await demoAccount(new Client(this.url), 'customer');
    }
    return this.customer;
  }

  private async order(sku: string): Promise<string> {
    const customer = await this.signedIn();
    const { placeOrder } = await customer.run(PlaceOrder, orderOf([[sku, 1]], 'tok_ok'));
    if (placeOrder?.__typename !== 'Order') return `no order: ${placeOrder?.__typename}`;
    this.orders += 1;
    return placeOrder.status === 'CONFIRMED' ? served : `an order that is ${placeOrder.status}`;
  }

  private async read(sku: string): Promise<string> {
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
