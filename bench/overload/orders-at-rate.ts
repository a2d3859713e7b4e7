import { msPerSecond } from '../../platform/values/time';
import { constantRate, notSent } from '../../testing/load/constant-rate';
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

/** The results of orders that were due in one part of a load. */
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

/** A part of a load, whose results are reported on their own. */
export interface Part {
  readonly name: string;
  readonly seconds: number;
}

/** Counts the answers to the orders that were due in one part of a load. */
class PartTally {
  private readonly accepted = new Tally();
  private readonly declined = new Tally();
  private readonly all = new Tally();
  private good = 0;
  private withoutRetryAfter = 0;
  cpuMs = 0;

  constructor(private readonly part: Part) {}

  add({ outcome, hasRetryAfter }: OrderAnswer, tookMs: number): void {
    this.all.add(tookMs, outcome);
    if (outcome === confirmed) {
      this.accepted.add(tookMs, outcome);
      if (tookMs <= objectiveMs) this.good += 1;
    } else if (outcome === refused) {
      this.declined.add(tookMs, outcome);
      if (!hasRetryAfter) this.withoutRetryAfter += 1;
    }
  }

  step(sentPerSecond: number): Step {
    const { name, seconds } = this.part;
    const { outcomes, latenciesMs } = this.all.sample(seconds);
    // Parts end between two orders, so that one more or less is none that is missing.
    const missing = Math.floor(sentPerSecond * seconds) - latenciesMs.length;
    const [served, notServed] = [this.accepted.sample(seconds), this.declined.sample(seconds)];
    return {
      name,
      sentPerSecond,
      goodput: this.good / seconds,
      confirmedPerSecond: served.latenciesMs.length / seconds,
      acceptedP50Ms: percentile(served, 50),
      acceptedP99Ms: percentile(served, 99),
      refused: notServed.latenciesMs.length,
      refusedP99Ms: percentile(notServed, 99),
      withoutRetryAfter: this.withoutRetryAfter,
      outcomes: missing > 1 ? { ...outcomes, [notSent]: missing } : outcomes,
      cpuMs: this.cpuMs,
    };
  }
}

/**
 * Sends orders, each when it is due, whether the earlier ones were answered or not. There is no pause
 * between the parts: a queue that ran empty would accept another burst.
 */
export async function ordersAtRate<Parts extends readonly Part[]>(
  parts: Parts,
  perSecond: number,
  place: PlaceOrder,
  cpuMsOfShop: () => number,
): Promise<{ readonly [Index in keyof Parts]: Step }> {
  const tallies = parts.map((part) => new PartTally(part));
  const ends = parts.map((_, index) => secondsOf(parts.slice(0, index + 1)) * perSecond);
  let current = 0;
  let sinceMs = cpuMsOfShop();
  const endPart = () => {
    const nowMs = cpuMsOfShop();
    (tallies[current] as PartTally).cpuMs = nowMs - sinceMs;
    sinceMs = nowMs;
  };
  const loadMs = secondsOf(parts) * msPerSecond;
  await constantRate(perSecond, loadMs, async (index) => {
    if (index >= (ends[current] ?? Number.POSITIVE_INFINITY)) {
      endPart();
      current += 1;
    }
    const tally = tallies[current] as PartTally;
    const sentMs = performance.now();
    const answer = await place(index);
    tally.add(answer, performance.now() - sentMs);
    return answer.outcome;
  });
  endPart();
  return tallies.map((tally) => tally.step(perSecond)) as { [Index in keyof Parts]: Step };
}

const secondsOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, { seconds }) => sum + seconds, 0);

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
