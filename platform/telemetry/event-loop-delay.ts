import { type ELDHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { Registry } from 'prom-client';
import { nsPerSecond } from '../values/time';
import { gaugeIn } from './instruments';

/**
 * How long turns of the event loop take, in nanoseconds, measured at each turn without a timer, so
 * that an idle process is not woken.
 */
export function eventLoopDelays(): ELDHistogram {
  const delays = monitorEventLoopDelay({ samplePerIteration: true });
  delays.enable();
  return delays;
}

/** prom-client's metrics of the same, which use a timer and include its period. */
const timerBasedFigures = ['', '_min', '_max', '_mean', '_stddev', '_p50', '_p90', '_p99'];
/** The period of that timer: the longest possible, because it is not used. */
export const longestTimerMs = 2 ** 31 - 1;

/** Replaces prom-client's timer-based figures by the duration of each turn. */
export function exportEventLoopDelays(registry: Registry): void {
  for (const figure of timerBasedFigures)
    registry.removeSingleMetric(`nodejs_eventloop_lag${figure}_seconds`);
  const delays = eventLoopDelays();
  gaugeIn(registry, {
    name: 'event_loop_delay_seconds',
    help: 'How long turns of the event loop took since the last scrape: mean, p50, p99 and max.',
    labelNames: ['figure'],
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
