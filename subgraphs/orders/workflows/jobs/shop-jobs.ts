import type { JobQueries, JobRow } from '../../../../platform/jobs/job-rows';
import type { Jobs, RetryOutcome } from '../../../../platform/jobs/jobs';
import { publicError } from '../../../../platform/requests/public-error';
import type { Logger } from '../../../../platform/telemetry/logger';
import { isDatabaseUnavailable } from '../../store';

/** The jobs of all databases, for people. */
export interface ShopJobs extends Pick<Jobs, 'queues' | 'send'> {
  readonly rows: Pick<JobQueries, 'list' | 'byId' | 'openOne' | 'lastCompleted'>;
  retry(job: JobRow): Promise<RetryOutcome>;
}

/** The order of a list of jobs. */
export const newestJobFirst = (a: JobRow, b: JobRow): number =>
  b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1);

/**
 * The jobs of several databases as one list; with one database, these are its jobs.
 * @param all those of the home database first, which has every queue.
 */
export function shopJobs(all: readonly [Jobs, ...Jobs[]], logger: Logger): ShopJobs {
  const [home, ...others] = all;
  if (others.length === 0) return home;

  /** Asks each database, and leaves out one that is down. */
  async function answers<Answer>(
    some: readonly Jobs[],
    ask: (jobs: Jobs) => Promise<Answer>,
  ): Promise<{ readonly found: Answer[]; readonly away: unknown }> {
    const found: Answer[] = [];
    let away: unknown = null;
    for (const result of await Promise.allSettled(some.map(ask))) {
      if (result.status === 'fulfilled') found.push(result.value);
      else if (!isDatabaseUnavailable(result.reason)) throw result.reason;
      else {
        away = result.reason;
        logger.warn({ err: result.reason }, 'jobs of a database of orders cannot be reached');
      }
    }
    return { found, away };
  }

  /** The jobs that a job is among, with it. @throws if it may be in a database that is down. */
  async function withJob(
    id: string,
  ): Promise<{ readonly jobs: Jobs; readonly row: JobRow } | null> {
    const ask = async (jobs: Jobs) => ({ jobs, row: await jobs.rows.byId(id) });
    const { found, away } = await answers(all, ask);
    const one = found.find(({ row }) => row !== null);
    if (one === undefined && away !== null) throw away;
    return one?.row ? { jobs: one.jobs, row: one.row } : null;
  }

  return {
    queues: home.queues,
    rows: {
      async list(filter, page) {
        const { found } = await answers(all, ({ rows }) => rows.list(filter, page));
        return found
          .flat()
          .sort(newestJobFirst)
          .slice(0, page.first + 1);
      },
      byId: async (id) => (await withJob(id))?.row ?? null,
      openOne: (queue) => home.rows.openOne(queue),
      lastCompleted: (queue) => home.rows.lastCompleted(queue),
    },

    /**
     * The job of the home database; a queue that others have too runs there as well.
     * @throws SERVICE_UNAVAILABLE if one of them is down, after the others have it.
     */
    async send(queue, payload, options) {
      const same = others.filter(({ queues }) => queues.some(({ name }) => name === queue.name));
      const { away } = await answers(same, (jobs) => jobs.send(queue, payload, options));
      const id = await home.send(queue, payload, options);
      if (away === null) return id;
      const message =
        'It runs, but not for the orders of a database that is down. Run it again when that is back.';
      throw Object.assign(publicError('SERVICE_UNAVAILABLE', message), { cause: away });
    },

    async retry(job) {
      const found = await withJob(job.id);
      return (found?.jobs ?? home).retry(job);
    },
  };
}
