import { setTimeout as pause } from 'node:timers/promises';
import type { Sample } from './gates';
import type { HaproxyControl, Slot } from './haproxy';
import { type Measured, readMetrics, sumOf } from './metrics-text';
import type { Counts } from './sequential-test';

const answerDeadlineMs = 1_000;
/** Between two looks at the counters. */
export const lookEveryMs = 200;
const none: Counts = { bad: 0, all: 0 };

/** Outcomes that count against the objective of availability: docs/sla.md. */
const ourErrors = ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT'];

/** The bucket of the objective of reads. */
const slowAfterSeconds = '0.25';

const durations = 'gateway_operation_duration_seconds';
const isQuery = ({ type }: Measured['labels']): boolean => type === 'query';

/** Counters of a gateway since its start. */
export function gatewaySample(metrics: readonly Measured[]): Sample {
  const isOurs = (code: string | undefined) => ourErrors.includes(code ?? '');
  const refused = sumOf(metrics, 'gateway_refusals_total', ({ code }) => isOurs(code));
  const failed = sumOf(metrics, 'gateway_operations_total', ({ outcome }) => isOurs(outcome));
  const answered = sumOf(metrics, `${durations}_count`, isQuery);
  const fast = sumOf(
    metrics,
    `${durations}_bucket`,
    (labels) => isQuery(labels) && labels.le === slowAfterSeconds,
  );
  return {
    errors: { bad: failed + refused, all: sumOf(metrics, 'gateway_operations_total') },
    slow: { bad: answered - fast, all: answered },
  };
}

/** @returns null if the gateway does not say; HAProxy has counted its failures then. */
async function readGateway(metricsUrl: string): Promise<Sample | null> {
  try {
    const response = await fetch(metricsUrl, { signal: AbortSignal.timeout(answerDeadlineMs) });
    return gatewaySample(readMetrics(await response.text()));
  } catch {
    return null;
  }
}

const less = (later: Counts, earlier: Counts): Counts => ({
  bad: Math.max(later.bad - earlier.bad, 0),
  all: Math.max(later.all - earlier.all, 0),
});

interface SlowWindows {
  latest: Counts;
  counts: Counts;
}

/** What happens to both versions, as the balancer and their gateways count it. */
export class Sampling {
  private readonly began = new Map<Slot, Sample>();
  private readonly slowWindows = new Map<Slot, SlowWindows>();

  constructor(
    private readonly haproxy: HaproxyControl,
    private readonly metricsUrls: Readonly<Record<Slot, string>>,
  ) {}

  /** Counts from now on. */
  async begin(slot: Slot): Promise<void> {
    const now = await this.read(slot);
    this.began.set(slot, now);
    this.slowWindows.set(slot, { latest: now.slow, counts: none });
  }

  /** Counts slow answers from now on. */
  forgetSlow(slot: Slot): void {
    const windows = this.slowWindows.get(slot);
    if (windows) windows.counts = none;
  }

  async since(slot: Slot): Promise<Sample> {
    const now = await this.read(slot);
    return { errors: less(now.errors, this.begunOf(slot).errors), slow: this.slowSince(slot, now) };
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
      await this.since(slot);
    }
    return work;
  }

  /**
   * A stall makes every answer of a moment slow, so that answers say nothing independently of each
   * other. What counts are moments: one is bad if most of its answers were slow.
   */
  private slowSince(slot: Slot, { slow }: Sample): Counts {
    const known = this.slowWindows.get(slot) ?? { latest: slow, counts: none };
    const { bad, all } = less(slow, known.latest);
    const isBad = bad > all / 2;
    const { counts } = known;
    const next = all === 0 ? counts : { bad: counts.bad + (isBad ? 1 : 0), all: counts.all + 1 };
    this.slowWindows.set(slot, { latest: slow, counts: next });
    return next;
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
      readGateway(this.metricsUrls[slot]),
    ]);
    const bad = Math.max(Math.min(failures, requests), gateway?.errors.bad ?? 0);
    const slow = gateway?.slow ?? this.began.get(slot)?.slow ?? { bad: 0, all: 0 };
    return { errors: { bad, all: requests }, slow };
  }
}
