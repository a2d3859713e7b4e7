import { collectDefaultMetrics, Registry } from 'prom-client';
import { exportEventLoopDelays, longestTimerMs } from './event-loop-delay';
import { gaugeIn } from './instruments';

export interface MetricsOptions {
  /** The label `process` of every metric. */
  readonly name: string;
  readonly version: string;
}

/**
 * A registry with Node's own metrics (CPU, memory, event loop, garbage collection) and `build_info`,
 * which is always 1 and has the version as labels.
 */
export function createMetrics(options: MetricsOptions): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process: options.name });
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: longestTimerMs });
  exportEventLoopDelays(registry);
  const build = gaugeIn(registry, {
    name: 'build_info',
    help: 'What is running; always 1.',
    labelNames: ['version', 'node'],
  });
  build.set({ version: options.version, node: process.version }, 1);
  return registry;
}
