import type { Registry } from 'prom-client';
import { counterIn, gaugeIn, histogramIn } from '../telemetry/instruments';
import type { JobQueries } from './job-rows';

const secondsBuckets = [0.01, 0.1, 1, 10, 60, 600, 3_600];

export type JobMetrics = ReturnType<typeof jobMetrics>;

/** Jobs of one database. */
type CountedJobs = Pick<JobQueries, 'counts'>;

/** What each registry counts: in one process, the jobs of several databases. */
const countedIn = new WeakMap<Registry, Set<CountedJobs>>();

function showJobs(registry: Registry, rows: CountedJobs): void {
  const known = countedIn.get(registry);
  if (known) return void known.add(rows);
  const counted = new Set([rows]);
  countedIn.set(registry, counted);
  gaugeIn(registry, {
    name: 'jobs',
    help: 'Background jobs that wait, run or failed, by queue and state; failed ones are dead letters.',
    labelNames: ['queue', 'state'],
    async collect() {
      // A database that is down must not hide the jobs of the others, nor all other metrics.
      const counts = await Promise.allSettled([...counted].map((each) => each.counts()));
      this.reset();
      for (const result of counts) {
        if (result.status === 'rejected') continue;
        for (const { queue, state, count } of result.value) this.inc({ queue, state }, count);
      }
    },
  });
}

export function jobMetrics(registry: Registry) {
  const seconds = histogramIn(registry, {
    name: 'job_run_duration_seconds',
    help: 'How long runs of background jobs took, by queue.',
    labelNames: ['queue'],
    buckets: secondsBuckets,
  });
  const runs = counterIn(registry, {
    name: 'job_runs_total',
    help: 'Runs of background jobs that ended, by queue and outcome: completed or failed.',
    labelNames: ['queue', 'outcome'],
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
    show: (rows: CountedJobs): void => showJobs(registry, rows),
  };
}
