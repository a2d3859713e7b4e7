import {
  Counter,
  type CounterConfiguration,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  type Registry,
} from 'prom-client';

/**
 * A metric of a process. Components that share one, e.g. all connections, find it by its name: the
 * first of them creates it.
 */
export function counterIn<Label extends string>(
  registry: Registry,
  options: Omit<CounterConfiguration<Label>, 'registers'>,
): Counter<Label> {
  const known = registry.getSingleMetric(options.name) as Counter<Label> | undefined;
  return known ?? new Counter({ ...options, registers: [registry] });
}

/**
 * Starts a series at 0 for each value of a label. One that begins with its first event begins at 1,
 * and `increase` and `rate` do not see that event.
 */
export function startAtZero<Label extends string>(
  counter: Counter<Label>,
  label: Label,
  values: readonly string[],
): void {
  for (const value of values) {
    const labels: Partial<Record<Label, string>> = {};
    labels[label] = value;
    counter.inc(labels, 0);
  }
}

export function gaugeIn<Label extends string>(
  registry: Registry,
  options: Omit<GaugeConfiguration<Label>, 'registers'>,
): Gauge<Label> {
  const known = registry.getSingleMetric(options.name) as Gauge<Label> | undefined;
  return known ?? new Gauge({ ...options, registers: [registry] });
}

export function histogramIn<Label extends string>(
  registry: Registry,
  options: Omit<HistogramConfiguration<Label>, 'registers'>,
): Histogram<Label> {
  const known = registry.getSingleMetric(options.name) as Histogram<Label> | undefined;
  return known ?? new Histogram({ ...options, registers: [registry] });
}
