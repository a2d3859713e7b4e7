import { setTimeout as pause } from 'node:timers/promises';
import type { Sample } from './gates';
import type { GatewayCounters, Reading } from './gateway-counters';
import type { HaproxyControl, Slot } from './haproxy';
import { MemoryGate } from './memory-gate';
import { OperationMoments } from './operation-times';
import { type ResponseTimes, SlowerWindows } from './response-times';
import { type Counts, noCounts } from './sequential-test';

/** The interval at which the counters are read. */
export const pollIntervalMs = 200;
/**
 * The length of a window of slow answers; stalls of a machine are usually shorter. With windows of
 * 200 ms, a stall of a second was five consecutive bad ones, and every tenth good version was
 * rolled back.
 */
export const momentMs = 1_000;
const nothing: Reading = {
  errors: noCounts,
  slow: noCounts,
  orderErrors: noCounts,
  slowOrders: noCounts,
  blocked: noCounts,
  slower: noCounts,
  operations: new Map(),
  residentBytes: null,
  times: new Map(),
};

const difference = (later: Counts, earlier: Counts): Counts => ({
  bad: Math.max(later.bad - earlier.bad, 0),
  all: Math.max(later.all - earlier.all, 0),
});

/** The share of slow answers above which a window is bad. */
const mostAnswers = 0.5;
/** A window is bad if the event loop was blocked once, because everything waited for it. */
const oneLook = 0;

/**
 * Counts windows instead of answers: a stall makes all answers of a window slow, so they are not
 * independent. A window is bad if most of its answers were slow.
 */
export class Windows {
  counts: Counts = noCounts;

  constructor(
    private latest: Counts,
    private readonly now: () => number = () => performance.now(),
    private readonly badShare = mostAnswers,
    private endedAtMs = now(),
  ) {}

  isOver(): boolean {
    return this.now() - this.endedAtMs >= momentMs;
  }

  /**
   * @param isExcused whether a bad window does not count, because the other version was slow, too.
   * @returns whether it was bad.
   */
  end(slow: Counts, isExcused = false): boolean {
    const { bad, all } = difference(slow, this.latest);
    this.latest = slow;
    this.endedAtMs = this.now();
    const isBad = bad > all * this.badShare;
    if (all > 0 && !(isBad && isExcused)) {
      this.counts = { bad: this.counts.bad + (isBad ? 1 : 0), all: this.counts.all + 1 };
    }
    return isBad;
  }

  forget(): void {
    this.counts = noCounts;
  }
}

/** The fields of a sample that count windows. */
const timed = ['slow', 'slowOrders', 'blocked'] as const;
type Timed = (typeof timed)[number];
type TimedWindows = Readonly<Record<Timed, Windows>>;

interface Look extends Reading {
  readonly responses: ResponseTimes;
}

/** Collects what the balancer and the gateways count for both versions. */
export class Sampling {
  private readonly began = new Map<Slot, Sample>();
  private readonly moments = new Map<Slot, TimedWindows>();
  private readonly readAtMs = new Map<Slot, number>();
  private readonly known = new Map<Slot, Reading>();
  private readonly memory = new MemoryGate();
  private readonly slower = new SlowerWindows();
  private readonly operations = new OperationMoments();

  constructor(
    private readonly haproxy: Pick<HaproxyControl, 'statsOf'>,
    private readonly counters: GatewayCounters,
  ) {}

  /** The time since the counters of the version's gateway were last known, or its sampling began. */
  silentMs(slot: Slot): number {
    return performance.now() - (this.readAtMs.get(slot) ?? performance.now());
  }

  /**
   * Why the memory of the new version is a reason to roll it back; null if there is none so far.
   */
  get memoryFault(): string | null {
    return this.memory.fault;
  }

  /**
   * Restarts the counts of a version. Windows with a blocked event loop count over the whole
   * release.
   */
  async begin(slot: Slot): Promise<void> {
    const now = await this.read(slot);
    if (!this.readAtMs.has(slot)) this.readAtMs.set(slot, performance.now());
    this.began.set(slot, now);
    const { blocked = new Windows(now.blocked, undefined, oneLook) } = this.moments.get(slot) ?? {};
    this.moments.set(slot, {
      slow: new Windows(now.slow),
      slowOrders: new Windows(now.slowOrders),
      blocked,
    });
  }

  /** Restarts the counts of slow and slower answers, blocked windows and growing memory. */
  forgetSlow(slot: Slot): void {
    for (const kind of timed) this.windowsOf(slot)[kind].forget();
    this.memory.forgetGrowth();
    this.slower.forget();
    this.operations.forget();
  }

  /** The outcomes of the new version and of the previous one. */
  async since(after: Slot, before: Slot): Promise<{ after: Sample; before: Sample }> {
    const [ofAfter, ofBefore] = await Promise.all([this.read(after), this.read(before)]);
    this.endWindows(after, before, ofAfter, ofBefore);
    this.memory.look(ofAfter.residentBytes, ofBefore.residentBytes);
    this.slower.look({ after: ofAfter.responses, before: ofBefore.responses });
    this.operations.look({ after: ofAfter.times, before: ofBefore.times });
    const [slower, operations] = [this.slower.counts, this.operations.counts];
    return {
      after: { ...this.sampleOf(after, ofAfter), slower, operations },
      before: this.sampleOf(before, ofBefore),
    };
  }

  /** The outcomes since the sampling of the version began. */
  private sampleOf(slot: Slot, now: Sample): Sample {
    const began = this.startOf(slot);
    const { slow, slowOrders, blocked } = this.windowsOf(slot);
    return {
      errors: difference(now.errors, began.errors),
      slow: slow.counts,
      orderErrors: difference(now.orderErrors, began.orderErrors),
      slowOrders: slowOrders.counts,
      blocked: blocked.counts,
      slower: noCounts,
      operations: new Map(),
    };
  }

  /**
   * Samples a version until the work is done.
   * @returns its result.
   */
  async during<Result>(slot: Slot, work: Promise<Result>): Promise<Result> {
    let isDone = false;
    const end = () => {
      isDone = true;
    };
    work.then(end, end);
    while (!isDone) {
      await Promise.race([work.catch(() => undefined), pause(pollIntervalMs)]);
      const now = await this.read(slot);
      const moments = this.windowsOf(slot);
      for (const kind of timed) if (moments[kind].isOver()) moments[kind].end(now[kind]);
    }
    return work;
  }

  /**
   * Ends a window of both versions together: if the previous one was slow too, it does not count.
   */
  private endWindows(after: Slot, before: Slot, ofAfter: Sample, ofBefore: Sample): void {
    const [own, others] = [this.windowsOf(after), this.windowsOf(before)];
    for (const kind of timed) {
      if (own[kind].isOver()) own[kind].end(ofAfter[kind], others[kind].end(ofBefore[kind]));
    }
  }

  private windowsOf(slot: Slot): TimedWindows {
    const moments = this.moments.get(slot);
    if (moments === undefined) throw new Error(`Sampling of ${slot} has not begun.`);
    return moments;
  }

  private startOf(slot: Slot): Sample {
    const began = this.began.get(slot);
    if (began === undefined) throw new Error(`Sampling of ${slot} has not begun.`);
    return began;
  }

  /**
   * HAProxy sees failures that a gateway cannot count, and a gateway those in responses with 200.
   */
  private async read(slot: Slot): Promise<Look> {
    const [{ requests, failures, responseMs }, gateway] = await Promise.all([
      this.haproxy.statsOf(slot),
      this.counters.read(slot),
    ]);
    if (gateway !== null) {
      this.readAtMs.set(slot, performance.now());
      this.known.set(slot, gateway);
    }
    const bad = Math.max(Math.min(failures, requests), gateway?.errors.bad ?? 0);
    const known = this.known.get(slot) ?? nothing;
    const { residentBytes = null } = gateway ?? {};
    const responses = { requests, averageMs: responseMs };
    return { ...known, errors: { bad, all: requests }, residentBytes, responses };
  }
}
