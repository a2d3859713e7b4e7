import { type Dispatcher, request } from 'undici';
import type { Sample } from './gates';
import type { Slot } from './haproxy';
import { type Measured, readMetrics, sumOf } from './metrics-text';

/** What the gateways of both versions have counted since they started. */
export interface GatewayCounters {
  /** @returns null if they are not known now. */
  read(slot: Slot): Promise<Sample | null>;
  /** Waits until they are known, and not those of a process that had the port before. */
  isCurrent(slot: Slot): Promise<boolean>;
}

const answerDeadlineMs = 1_000;

/** Outcomes that count against the objective of availability: docs/sla.md. */
const ourErrors = ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT'];

/** The bucket of the objective of reads. */
const slowAfterSeconds = '0.25';

const durations = 'gateway_operation_duration_seconds';
const isQuery = ({ type }: Measured['labels']): boolean => type === 'query';

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

/** The metrics that the gateways serve. */
export class GatewayMetrics implements GatewayCounters {
  constructor(
    private readonly urls: Readonly<Record<Slot, string>>,
    private readonly dispatcher: Dispatcher,
  ) {}

  /** @returns null if the gateway does not answer; HAProxy has counted its failures then. */
  async read(slot: Slot): Promise<Sample | null> {
    try {
      const signal = AbortSignal.timeout(answerDeadlineMs);
      const { body } = await request(this.urls[slot], { dispatcher: this.dispatcher, signal });
      return gatewaySample(readMetrics(await body.text()));
    } catch {
      return null;
    }
  }

  isCurrent(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
