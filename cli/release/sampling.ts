import { setTimeout as pause } from 'node:timers/promises';
import type { Sample } from './gates';
import type { GatewayCounters } from './gateway-counters';
import type { HaproxyControl, Slot } from './haproxy';
import type { Counts } from './sequential-test';

/** Between two looks at the counters. */
export const lookEveryMs = 200;
/**
 * Of slow answers. Stalls of a machine are shorter, as a rule: with moments of a fifth of a second,
 * which come in a row, a second's stall rolled back every tenth good version.
 */
export const momentMs = 1_000;
const none: Counts = { bad: 0, all: 0 };

const less = (later: Counts, earlier: Counts): Counts => ({
  bad: Math.max(later.bad - earlier.bad, 0),
  all: Math.max(later.all - earlier.all, 0),
});

/**
 * A stall makes every answer of a moment slow, so that answers say nothing independently of each
 * other. What counts are moments: one is bad if most of its answers were slow.
 */
export class Moments {
  counts: Counts = none;

  constructor(
    private latest: Counts,
    private readonly now: () => number = () => performance.now(),
    private endedAtMs = now(),
  ) {}

  isOver(): boolean {
    return this.now() - this.endedAtMs >= momentMs;
  }

  /**
   * @param isExcused it counts only if it was good: others were slow, too.
   * @returns whether it was bad.
   */
  end(slow: Counts, isExcused = false): boolean {
    const { bad, all } = less(slow, this.latest);
    this.latest = slow;
    this.endedAtMs = this.now();
    const isBad = bad > all / 2;
    if (all > 0 && !(isBad && isExcused)) {
      this.counts = { bad: this.counts.bad + (isBad ? 1 : 0), all: this.counts.all + 1 };
    }
    return isBad;
  }

  forget(): void {
    this.counts = none;
  }
}

/** What happens to both versions, as the balancer and their gateways count it. */
export class Sampling {
  private readonly began = new Map<Slot, Sample>();
  private readonly moments = new Map<Slot, Moments>();
  private readonly readAtMs = new Map<Slot, number>();

  constructor(
    private readonly haproxy: Pick<HaproxyControl, 'statsOf'>,
    private readonly counters: GatewayCounters,
  ) {}

  /** How long the counters of a gateway have not been known. */
  silentMs(slot: Slot): number {
    return performance.now() - (this.readAtMs.get(slot) ?? performance.now());
  }

  /** Counts from now on. */
  async begin(slot: Slot): Promise<void> {
    const now = await this.read(slot);
    this.began.set(slot, now);
    this.moments.set(slot, new Moments(now.slow));
  }

  /** Counts slow answers from now on. */
  forgetSlow(slot: Slot): void {
    this.momentsOf(slot).forget();
  }

  /** What happened to the new version and to the one before. */
  async since(after: Slot, before: Slot): Promise<{ after: Sample; before: Sample }> {
    const [ofAfter, ofBefore] = await Promise.all([this.read(after), this.read(before)]);
    const moments = this.endMoments(after, before, ofAfter.slow, ofBefore.slow);
    return {
      after: { errors: less(ofAfter.errors, this.begunOf(after).errors), slow: moments.after },
      before: { errors: less(ofBefore.errors, this.begunOf(before).errors), slow: moments.before },
    };
  }

  /** Looks at a version until the work is done. @returns its result. */
  async during<Result>(slot: Slot, work: Promise<Result>): Promise<Result> {
    let isDone = false;
    const end = () => {
      isDone = true;
    };
    work.then(end, end);
    while (!isDone) {
      await Promise.race([work.catch(() => undefined), pause(lookEveryMs)]);
      const { slow } = await this.read(slot);
      const moments = this.momentsOf(slot);
      if (moments.isOver()) moments.end(slow);
    }
    return work;
  }

  /** Both end a moment together: one in which the version before was slow, too, says nothing. */
  private endMoments(after: Slot, before: Slot, ofAfter: Counts, ofBefore: Counts) {
    const [own, others] = [this.momentsOf(after), this.momentsOf(before)];
    if (own.isOver()) own.end(ofAfter, others.end(ofBefore));
    return { after: own.counts, before: others.counts };
  }

  private momentsOf(slot: Slot): Moments {
    const moments = this.moments.get(slot);
    if (moments === undefined) throw new Error(`Sampling of ${slot} has not begun.`);
    return moments;
  }

  private begunOf(slot: Slot): Sample {
    const began = this.began.get(slot);
    if (began === undefined) throw new Error(`Sampling of ${slot} has not begun.`);
    return began;
  }

  /** The balancer sees failures that a gateway cannot count, and a gateway those in answers of 200. */
  private async read(slot: Slot): Promise<Sample> {
    const [{ requests, failures }, gateway] = await Promise.all([
      this.haproxy.statsOf(slot),
      this.counters.read(slot),
    ]);
    if (gateway !== null) this.readAtMs.set(slot, performance.now());
    const bad = Math.max(Math.min(failures, requests), gateway?.errors.bad ?? 0);
    const slow = gateway?.slow ?? this.began.get(slot)?.slow ?? { bad: 0, all: 0 };
    return { errors: { bad, all: requests }, slow };
  }
}
