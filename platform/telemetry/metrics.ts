import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { exportEventLoopDelays, longestTimerMs } from './event-loop-delay';

export interface MetricsOptions {
  /** Which process this is: the label `process` of every metric. */
  readonly name: string;
  readonly version: string;
}

/**
 * A registry of its own, with what Node tells about itself (CPU, memory, event loop, collector)
 * and `build_info`, whose value is always 1 and whose labels say what is running.
 */
export function createMetrics(options: MetricsOptions): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process: options.name });
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: longestTimerMs });
  exportEventLoopDelays(registry);
  const build = new Gauge({
    name: 'build_info',
    help: 'What is running; always 1.',
    labelNames: ['version', 'node'],
    registers: [registry],
  });
  build.set({ version: options.version, node: process.version }, 1);
  return registry;
}
