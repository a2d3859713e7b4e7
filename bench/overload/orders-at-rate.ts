import { constantRate } from '../../testing/load/constant-rate';
import { percentile, Tally } from '../../testing/load/latencies';
import type { Row } from '../result';

/** The answer to one order, and whether it says when to try again. */
export interface OrderAnswer {
  readonly outcome: string;
  readonly hasRetryAfter: boolean;
}

export type PlaceOrder = (index: number) => Promise<OrderAnswer>;

/** The objective of orders: [docs/sla.md](../../docs/sla.md). */
const objectiveMs = 5_000;
const confirmed = 'CONFIRMED';
const refused = 'SERVICE_UNAVAILABLE';

/** The results of orders that were sent at a constant rate. */
export interface Step {
  readonly name: string;
  readonly sentPerSecond: number;
  /** Orders that were confirmed within their objective, per second. */
  readonly goodput: number;
  readonly confirmedPerSecond: number;
  readonly acceptedP50Ms: number;
  readonly acceptedP99Ms: number;
  readonly refused: number;
  readonly refusedP99Ms: number;
  /** Refusals that do not say when to try again. */
  readonly withoutRetryAfter: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly cpuMs: number;
}

/** Sends orders, each when it is due, whether the earlier ones were answered or not. */
export async function ordersAtRate(
  name: string,
  perSecond: number,
  seconds: number,
  place: PlaceOrder,
  cpuMsOfShop: () => number,
): Promise<Step> {
  const [accepted, declined] = [new Tally(), new Tally()];
  let [good, withoutRetryAfter] = [0, 0];
  const before = cpuMsOfShop();
  const { outcomes } = await constantRate(perSecond, seconds * 1_000, async (index) => {
    const sentMs = performance.now();
    const { outcome, hasRetryAfter } = await place(index);
    const tookMs = performance.now() - sentMs;
    if (outcome === confirmed) {
      accepted.add(tookMs, outcome);
      if (tookMs <= objectiveMs) good += 1;
    } else if (outcome === refused) {
      declined.add(tookMs, outcome);
      if (!hasRetryAfter) withoutRetryAfter += 1;
    }
    return outcome;
  });
  const [served, notServed] = [accepted.sample(seconds), declined.sample(seconds)];
  return {
    name,
    sentPerSecond: perSecond,
    goodput: good / seconds,
    confirmedPerSecond: served.latenciesMs.length / seconds,
    acceptedP50Ms: percentile(served, 50),
    acceptedP99Ms: percentile(served, 99),
    refused: notServed.latenciesMs.length,
    refusedP99Ms: percentile(notServed, 99),
    withoutRetryAfter,
    outcomes,
    cpuMs: cpuMsOfShop() - before,
  };
}

export function rowOfStep(step: Step): Row {
  return {
    name: step.name,
    perSecond: step.confirmedPerSecond,
    p50Ms: step.acceptedP50Ms,
    p99Ms: step.acceptedP99Ms,
    outcomes: step.outcomes,
    figures: {
      'sent per s': step.sentPerSecond,
      'within 5 s per s': step.goodput,
      'refusals p99 ms': step.refusedP99Ms,
    },
  };
}
