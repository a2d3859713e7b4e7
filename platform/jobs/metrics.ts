import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { JobQueries } from './job-rows';

const secondsBuckets = [0.01, 0.1, 1, 10, 60, 600, 3_600];

export type JobMetrics = ReturnType<typeof jobMetrics>;

export function jobMetrics(registry: Registry) {
  const registers = [registry];
  const seconds = new Histogram({
    name: 'job_run_duration_seconds',
    help: 'How long runs of background jobs took, by queue.',
    labelNames: ['queue'],
    buckets: secondsBuckets,
    registers,
  });
  const runs = new Counter({
    name: 'job_runs_total',
    help: 'Runs of background jobs that ended, by queue and outcome: completed or failed.',
    labelNames: ['queue', 'outcome'],
    registers,
  });
  return {
    /** Records the start of a run. @returns the function to call when it ends. */
    started(queue: string): (outcome: 'completed' | 'failed') => void {
      const stopTimer = seconds.startTimer({ queue });
      return (outcome) => {
        stopTimer();
        runs.inc({ queue, outcome });
      };
    },

    /** Counts the jobs at each scrape from now on. */
    show(rows: Pick<JobQueries, 'counts'>): void {
      new Gauge({
        name: 'jobs',
        help: 'Background jobs that are kept, by queue and state; failed ones are dead letters.',
        labelNames: ['queue', 'state'],
        registers,
        async collect() {
          const counts = await rows.counts();
          this.reset();
          for (const { queue, state, count } of counts) this.set({ queue, state }, count);
        },
      });
    },
  };
}
