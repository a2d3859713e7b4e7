import { type ELDHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

const nsPerSecond = 1e9;

/**
 * How long the turns of the event loop take, in nanoseconds, once it has something to do. Measured
 * at each turn, without a timer: a process at rest is not woken to find that it rests.
 */
export function eventLoopDelays(): ELDHistogram {
  const delays = monitorEventLoopDelay({ samplePerIteration: true });
  delays.enable();
  return delays;
}

/** What prom-client says of the same, by a timer whose period is part of its figures. */
const timerBasedFigures = ['', '_min', '_max', '_mean', '_stddev', '_p50', '_p90', '_p99'];
/** How often that timer goes off: the longest that there is, since nobody hears it. */
export const longestTimerMs = 2 ** 31 - 1;

/** Puts what each turn took into the place of what prom-client has by a timer. */
export function exportEventLoopDelays(registry: Registry): void {
  for (const figure of timerBasedFigures)
    registry.removeSingleMetric(`nodejs_eventloop_lag${figure}_seconds`);
  const delays = eventLoopDelays();
  new Gauge({
    name: 'event_loop_delay_seconds',
    help: 'How long turns of the event loop took since the last scrape: mean, p50, p99 and max.',
    labelNames: ['figure'],
    registers: [registry],
    collect() {
      if (delays.count === 0) return;
      this.set({ figure: 'mean' }, delays.mean / nsPerSecond);
      this.set({ figure: 'p50' }, delays.percentile(50) / nsPerSecond);
      this.set({ figure: 'p99' }, delays.percentile(99) / nsPerSecond);
      this.set({ figure: 'max' }, delays.max / nsPerSecond);
      delays.reset();
    },
  });
}
