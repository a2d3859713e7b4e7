import type { Registry } from 'prom-client';
import type { ErrorCode } from '../platform/requests/public-error';
import { counterIn, histogramIn, startAtZero } from '../platform/telemetry/instruments';

export type GatewayMetrics = ReturnType<typeof gatewayMetrics>;

const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The codes that count against the objective of availability. */
const faultCodes: readonly ErrorCode[] = [
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
  'TIMEOUT',
];

const unnamed = 'unnamed';
const others = 'other';

interface Answered {
  readonly name: string | null | undefined;
  /** `query`, `mutation` or `subscription`; null if the text was never parsed. */
  readonly type: string | null;
  readonly outcome: string;
  readonly startedAtMs: number;
}

interface OperationNames {
  /** Whether the manifest contains an operation of this name. */
  hasName(name: string): boolean;
}

/** The gateway's metrics; `outcome` is `ok` or the code of the first error. */
export function gatewayMetrics(registry: Registry, { hasName }: OperationNames) {
  // Its series are not started at 0: there is one for each registered operation and outcome, and
  // its rules take rates of many requests, which the first fault of an operation hardly changes.
  const operations = counterIn(registry, {
    name: 'gateway_operations_total',
    help: 'Operations answered, by registered name, type (query, mutation …) and outcome.',
    labelNames: ['operation', 'type', 'outcome'],
  });
  const durations = histogramIn(registry, {
    name: 'gateway_operation_duration_seconds',
    help: 'Seconds from the request headers to the response.',
    labelNames: ['operation', 'type'],
    buckets: durationBuckets,
  });
  const refusals = counterIn(registry, {
    name: 'gateway_refusals_total',
    help: 'Requests rejected before they were parsed as GraphQL, by code.',
    labelNames: ['code'],
  });
  startAtZero(refusals, 'code', faultCodes);
  const rateRefusals = counterIn(registry, {
    name: 'gateway_rate_limit_refusals_total',
    help: 'Operations rejected by the rate limit, by kind of viewer.',
    labelNames: ['viewer'],
  });
  const persisted = counterIn(registry, {
    name: 'gateway_persisted_operations_total',
    help: 'Operations sent by hash: hit, miss, or registered with their text.',
    labelNames: ['result'],
  });
  const known = counterIn(registry, {
    name: 'gateway_known_operations_total',
    help: 'Operations that were compiled before, and so were neither parsed nor planned.',
  });
  /** Clients choose operation names, so only those in the manifest become labels. */
  const labelOf = (name: string | null | undefined): string => {
    if (!name) return unnamed;
    return hasName(name) ? name : others;
  };
  return {
    answered(answered: Answered): void {
      const { name, outcome, startedAtMs } = answered;
      const type = answered.type ?? 'unknown';
      const operation = labelOf(name);
      operations.inc({ operation, type, outcome });
      durations.observe({ operation, type }, (performance.now() - startedAtMs) / 1_000);
    },
    refused: (code: string) => refusals.inc({ code }),
    rateLimited: (viewer: string) => rateRefusals.inc({ viewer }),
    known: () => known.inc(),
    persisted: (result: 'hit' | 'miss' | 'registered') => persisted.inc({ result }),
  };
}
