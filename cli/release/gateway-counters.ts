import { type Dispatcher, request } from 'undici';
import type { Sample } from './gates';
import { type Slot, slots } from './haproxy';
import { type Measured, readMetrics, sumOf } from './metrics-text';
import { type OperationTimes, operationTimes } from './operation-times';
import { type Counts, noCounts } from './sequential-test';

/** The metrics of a version at one time. */
export interface Reading extends Sample {
  /** Memory of its process; null if it is not known. */
  readonly residentBytes: number | null;
  readonly times: OperationTimes;
}

/** The counters of the gateways of both versions since they started. */
export interface GatewayCounters {
  /** @returns null if they are not known now. */
  read(slot: Slot): Promise<Reading | null>;
  /**
   * Resolves to true once the counters are those of this process, and not of one that had the port
   * before.
   */
  isCurrent(slot: Slot): Promise<boolean>;
}

const answerDeadlineMs = 1_000;

/** Outcomes that count against the objective of availability: docs/sla.md. */
const ourErrors = ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT'];

/** The buckets of the objectives of reads and of orders. */
const slowReadSeconds = 0.25;
const slowOrderSeconds = 5;

/**
 * A read that waits this long for the event loop misses its objective of 250 ms: it has more to do.
 */
const blockedSeconds = 0.2;

const durations = 'gateway_operation_duration_seconds';
const operations = 'gateway_operations_total';
type OperationType = 'query' | 'mutation';

/** Operations of a type, and those among them that took longer. */
function slowerThan(metrics: readonly Measured[], type: OperationType, seconds: number): Counts {
  const isOfType = (labels: Measured['labels']) => labels.type === type;
  const all = sumOf(metrics, `${durations}_count`, isOfType);
  const fast = sumOf(
    metrics,
    `${durations}_bucket`,
    // A gateway writes 5, and Prometheus 3 stores it as 5.0.
    (labels) => isOfType(labels) && Number(labels.le) === seconds,
  );
  return { bad: all - fast, all };
}

const isOurs = (code: string | undefined): boolean => ourErrors.includes(code ?? '');

/** Operations that are selected, and those among them that failed. */
function failed(
  metrics: readonly Measured[],
  isSelected: (labels: Measured['labels']) => boolean = () => true,
): Counts {
  const bad = (labels: Measured['labels']) => isSelected(labels) && isOurs(labels.outcome);
  return {
    bad: sumOf(metrics, operations, bad),
    all: sumOf(metrics, operations, isSelected),
  };
}

export function gatewaySample(metrics: readonly Measured[]): Sample {
  const refused = sumOf(metrics, 'gateway_refusals_total', ({ code }) => isOurs(code));
  const { bad, all } = failed(metrics);
  return {
    errors: { bad: bad + refused, all },
    slow: slowerThan(metrics, 'query', slowReadSeconds),
    orderErrors: failed(metrics, ({ type }) => type === 'mutation'),
    slowOrders: slowerThan(metrics, 'mutation', slowOrderSeconds),
    blocked: noCounts,
    slower: noCounts,
    operations: new Map(),
  };
}

const isLongest = ({ figure }: Measured['labels']): boolean => figure === 'max';

/**
 * Counts the checks of the event loop of a version, and those that found it blocked since the
 * previous check.
 */
class LoopLooks {
  private counts = noCounts;

  add(metrics: readonly Measured[]): Counts {
    const isBlocked = sumOf(metrics, 'event_loop_delay_seconds', isLongest) > blockedSeconds;
    const { bad, all } = this.counts;
    this.counts = { bad: bad + (isBlocked ? 1 : 0), all: all + 1 };
    return this.counts;
  }
}

/** The metrics that the gateways serve. */
export class GatewayMetrics implements GatewayCounters {
  private readonly looks = new Map(slots.map((slot) => [slot, new LoopLooks()]));

  constructor(
    private readonly urls: Readonly<Record<Slot, string>>,
    private readonly dispatcher: Dispatcher,
  ) {}

  /** @returns null if the gateway does not answer; HAProxy has counted its failures then. */
  async read(slot: Slot): Promise<Reading | null> {
    try {
      const signal = AbortSignal.timeout(answerDeadlineMs);
      const { body } = await request(this.urls[slot], { dispatcher: this.dispatcher, signal });
      const metrics = readMetrics(await body.text());
      const blocked = this.looks.get(slot)?.add(metrics) ?? noCounts;
      const residentBytes = sumOf(metrics, 'process_resident_memory_bytes') || null;
      const times = operationTimes(metrics);
      return { ...gatewaySample(metrics), blocked, residentBytes, times };
    } catch {
      return null;
    }
  }

  isCurrent(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
