import { setTimeout as pause } from 'node:timers/promises';
import type { Job, JobResult } from 'pg-boss';
import type { Registry } from 'prom-client';
import type { Notifications } from '../database/notifications';
import type { Database, Transaction } from '../database/pool';
import type { Logger } from '../telemetry/logger';
import { type Boss, bossOn, hourSeconds, type Pace, slowPace, statementsOf } from './boss';
import { type JobQueries, type JobRow, jobQueries } from './job-rows';
import { type JobMetrics, jobMetrics } from './metrics';
import { deadLetters, HopelessJobError, type Queue } from './queue';
import { syncQueues } from './sync-queues';

export interface JobsOptions {
  readonly database: Database;
  /** The notification channel of the process. */
  readonly notifications: Notifications;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly queues: readonly Queue[];
  readonly pace?: Pace;
}

/** The time that running jobs have at a stop; then they are aborted and retried elsewhere. */
const drainMsMax = 8_000;
/** Pauses between attempts to start double from here to there. */
const startPauseMs = 250;
const startPauseMsMax = 30_000;

export interface SendOptions {
  /** The key by which jobs of an exclusive or throttled queue are merged. */
  readonly key?: string;
  /** A transaction of the same database: the job exists only if it commits. */
  readonly within?: Transaction;
}

export type RetryOutcome = 'retried' | 'another one waits';

/**
 * The background jobs of a process, on pg-boss. Any number of processes may send and work; each job
 * is run by one of them at a time. In a worker, one instance does both.
 */
export class Jobs {
  readonly rows: JobQueries;
  readonly queues: readonly Queue[];
  private readonly metrics: JobMetrics;
  private readonly logger: Logger;
  private boss: Promise<Boss> | null = null;
  private backstop: NodeJS.Timeout | null = null;
  private readonly stopping = new AbortController();

  constructor(private readonly options: JobsOptions) {
    this.queues = options.queues;
    this.rows = jobQueries(options.database);
    this.metrics = jobMetrics(options.registry);
    this.logger = options.logger.child({ part: 'jobs' });
  }

  /** Starts the workers; repeats the start until it succeeds. */
  startWork(): void {
    if (this.boss !== null || this.isStopped) return;
    this.metrics.show(this.rows);
    this.boss = this.openRepeatedly(this.options.pace ?? slowPace);
    // Fails only at a stop.
    this.boss.catch(() => undefined);
  }

  /**
   * Sends a job.
   * @returns its id; null if it was merged with an existing job.
   * @throws a validation error of the payload, or a database error.
   */
  async send<Payload>(
    queue: Queue<Payload>,
    payload: Payload,
    { key, within }: SendOptions = {},
  ): Promise<string | null> {
    const { boss } = await this.instance();
    const data = queue.payload.parse(payload) as object;
    return boss.send(queue.name, data, {
      singletonKey: key,
      singletonSeconds: queue.throttleSeconds,
      ...(within && { db: statementsOf(within) }),
    });
  }

  /** Sends many jobs in one statement, for a queue that merges none. */
  async sendAll<Payload>(
    queue: Queue<Payload>,
    payloads: readonly Payload[],
    { within }: Pick<SendOptions, 'within'> = {},
  ): Promise<void> {
    if (payloads.length === 0) return;
    const { boss } = await this.instance();
    const jobs = payloads.map((payload) => ({ data: queue.payload.parse(payload) as object }));
    await boss.insert(queue.name, jobs, within && { db: statementsOf(within) });
  }

  /** Retries a dead letter in its original queue; other jobs are left unchanged. */
  async retry(job: Pick<JobRow, 'rowId'>): Promise<RetryOutcome> {
    const { boss } = await this.instance();
    const moved = await boss.redrive(deadLetters, { ids: [job.rowId], limit: 1 });
    if (moved > 0) return 'retried';
    // The queue rejected it. pg-boss marks the dead letter as failed; it must stay retriable.
    await boss.retry(deadLetters, job.rowId);
    return 'another one waits';
  }

  /** Takes no more jobs, and gives running ones some seconds to finish. */
  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.backstop) clearInterval(this.backstop);
    const opened = await this.boss?.catch(() => null);
    await opened?.boss.stop({ close: false, graceful: true, timeout: drainMsMax });
  }

  private get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private instance(): Promise<Boss> {
    if (this.isStopped) throw new Error('The background jobs of this process have ended.');
    this.boss ??= this.open(null).catch((error) => {
      this.boss = null;
      throw error;
    });
    return this.boss;
  }

  /** @throws Error only once the jobs are stopped. */
  private async openRepeatedly(pace: Pace): Promise<Boss> {
    const { signal } = this.stopping;
    for (let pauseMs = startPauseMs; ; pauseMs = Math.min(2 * pauseMs, startPauseMsMax)) {
      try {
        return await this.open(pace);
      } catch (error) {
        if (this.isStopped) throw error;
        this.logger.error({ err: error, pauseMs }, 'background jobs did not start yet');
      }
      await pause(pauseMs, undefined, { signal });
    }
  }

  private async open(pace: Pace | null): Promise<Boss> {
    const { database, notifications } = this.options;
    const opened = bossOn({ database, notifications, logger: this.logger, pace });
    try {
      await opened.boss.start();
      if (pace !== null) await this.workOn(opened, pace);
      return opened;
    } catch (error) {
      await opened.boss.stop({ close: false, graceful: false });
      throw error;
    }
  }

  private async workOn(opened: Boss, pace: Pace): Promise<void> {
    const { queues } = this.options;
    await syncQueues(opened.boss, queues);
    for (const queue of queues) await this.work(queue, opened);
    this.pollQueues(opened, pace.backstopMs);
  }

  private async work(queue: Queue, { boss, wake }: Boss): Promise<void> {
    const options = {
      localConcurrency: queue.concurrencyMax,
      pollingIntervalSeconds: hourSeconds,
      notifyPollingIntervalSeconds: hourSeconds,
      perJobResults: true,
    } as const;
    await boss.work<unknown>(queue.name, options, async ([job]) => {
      try {
        return job ? [await this.run(queue, job)] : [];
      } finally {
        // More jobs may have been announced while this one ran.
        wake(queue.name);
      }
    });
  }

  /** One query for all queues finds due retries and missed notifications. */
  private pollQueues({ wake }: Boss, everyMs: number): void {
    const names = this.options.queues.map(({ name }) => name);
    const look = async (): Promise<void> => {
      for (const name of await this.rows.due(names)) wake(name);
    };
    if (this.isStopped) return;
    this.backstop = setInterval(() => {
      look().catch((error) => this.logger.warn({ err: error }, 'polling for jobs failed'));
    }, everyMs).unref();
  }

  /** @throws what the run threw, unless a retry cannot help. */
  private async run(queue: Queue, job: Job<unknown>): Promise<JobResult> {
    const { id, retryCount, signal } = job;
    const about = { queue: queue.name, jobId: id, attempt: retryCount + 1 };
    const ended = this.metrics.started(queue.name);
    try {
      const payload = queue.payload.parse(job.data ?? {});
      const output = await queue.run(payload, { id, attempt: retryCount + 1, signal });
      ended('completed');
      this.logger.info({ ...about, output }, 'job done');
      return { id, status: 'completed', output };
    } catch (error) {
      ended('failed');
      const isHopeless = error instanceof HopelessJobError;
      const isLast = isHopeless || retryCount >= queue.retriesMax;
      const what = isLast ? 'job failed for the last time' : 'job failed, retrying';
      this.logger[isLast ? 'error' : 'warn']({ ...about, err: error }, what);
      if (isHopeless) return { id, status: 'deadletter', output: error };
      throw error;
    }
  }
}
