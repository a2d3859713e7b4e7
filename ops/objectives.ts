/** A service level objective of `docs/sla.md`. */
export interface Objective {
  readonly title: string;
  /** Its name in the metrics that `ops/prometheus/objectives.ts` records. */
  readonly name: string;
  /** How the names of its alerts begin. */
  readonly alert: string;
  /** The share that may fail. */
  readonly budget: number;
  /** PromQL: the share that failed in the window before now, such as `5m`. */
  readonly ratio: (window: string) => string;
  /** PromQL: how many failed in the window before now. */
  readonly increase: (window: string) => string;
}

/** Prometheus 3 stores the bound 5 of a bucket as 5.0, and earlier versions as it is exposed. */
const boundOf = (seconds: number): string =>
  Number.isInteger(seconds) ? `le=~"${seconds}|${seconds}.0"` : `le="${seconds}"`;

const slow = (histogram: string, limitSeconds: number, labels: readonly string[] = []) => {
  const inTime = `${histogram}_bucket{${[...labels, boundOf(limitSeconds)].join()}}`;
  const all = `${histogram}_count{${labels.join()}}`;
  return {
    ratio: (window: string) => `1 - sum(rate(${inTime}[${window}])) / sum(rate(${all}[${window}]))`,
    increase: (window: string) =>
      `sum(increase(${all}[${window}])) - sum(increase(${inTime}[${window}]))`,
  };
};

const ours = '"INTERNAL_SERVER_ERROR|SERVICE_UNAVAILABLE|TIMEOUT"';
const failed = `gateway_operations_total{outcome=~${ours}}`;
const refused = `gateway_refusals_total{code=~${ours}}`;
const unseen = 'probe_checks_total{outcome="failed"}';
const orNone = (metric: string): string => `(sum(${metric}) or vector(0))`;

export const objectives: readonly Objective[] = [
  {
    title: 'Orders decided within 5 s',
    name: 'order_decision_errors',
    alert: 'OrderDecision',
    budget: 0.001,
    ...slow('order_processing_duration_seconds', 5),
  },
  {
    title: 'Operations without an error of ours',
    name: 'gateway_faults',
    alert: 'GatewayAvailability',
    budget: 0.0001,
    ratio: (window) => `max(
  label_replace(
    (${orNone(`rate(${failed}[${window}])`)} + ${orNone(`rate(${refused}[${window}])`)})
    / sum(rate(gateway_operations_total[${window}])),
    "seen", "by the gateway", "", ""
  )
  or
  label_replace(
    ${orNone(`rate(${unseen}[${window}])`)} / sum(rate(probe_checks_total[${window}])),
    "seen", "from outside", "", ""
  )
)`,
    increase: (window) =>
      [failed, refused, unseen]
        .map((metric) => orNone(`increase(${metric}[${window}])`))
        .join('\n+ '),
  },
  {
    title: 'Reads within 250 ms',
    name: 'slow_reads',
    alert: 'ReadLatency',
    budget: 0.01,
    ...slow('gateway_operation_duration_seconds', 0.25, ['type="query"']),
  },
];
