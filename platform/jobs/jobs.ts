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
  /** The line on which the process hears what its database says. */
  readonly notifications: Notifications;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly queues: readonly Queue[];
  readonly pace?: Pace;
}

/** At a stop, what runs may come to its end for so long; then it is aborted and tried elsewhere. */
const drainMsMax = 8_000;
/** With pauses that double up to 30 s: a database that is away at the start comes back or does not. */
const startAttemptsMax = 100;

export interface SendOptions {
  /** Jobs of the same key are one where the queue is exclusive or throttled. */
  readonly key?: string;
  /** Of the same database: the job is there when it is committed, and never was when it is not. */
  readonly within?: Transaction;
}

export type RetryOutcome = 'retried' | 'another one waits';

/**
 * The background jobs of a process, on pg-boss. Any number of processes may send, and any number
 * work: each job is run by one of them at a time. In a process that works, one instance does both.
 */
export class Jobs {
  readonly rows: JobQueries;
  readonly queues: readonly Queue[];
  private readonly metrics: JobMetrics;
  private readonly logger: Logger;
  private boss: Promise<Boss> | null = null;
  private backstop: NodeJS.Timeout | null = null;
  private isStopped = false;

  constructor(private readonly options: JobsOptions) {
    this.queues = options.queues;
    this.rows = jobQueries(options.database);
    this.metrics = jobMetrics(options.registry);
    this.logger = options.logger.child({ part: 'jobs' });
  }

  /** Begins to work the queues. While the database is away it is asked again. */
  startWork(): void {
    if (this.boss !== null || this.isStopped) return;
    this.metrics.show(this.rows);
    const started = this.open(this.options.pace ?? slowPace);
    this.boss = started;
    started.catch((error) => {
      if (!this.isStopped) this.logger.error({ err: error }, 'background jobs did not start');
    });
  }

  /**
   * Sends a job.
   * @returns its id; null when there is one that it is the same as.
   * @throws what the payload's schema says, or the error of the database.
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

  /** Has a dead letter run again, in the queue that it came from. Another is left as it is. */
  async retry(job: Pick<JobRow, 'rowId'>): Promise<RetryOutcome> {
    const { boss } = await this.instance();
    const moved = await boss.redrive(deadLetters, { ids: [job.rowId], limit: 1 });
    if (moved > 0) return 'retried';
    // The queue would not have it. pg-boss marks the letter as failed; it is to stay retriable.
    await boss.retry(deadLetters, job.rowId);
    return 'another one waits';
  }

  /** Takes no more jobs, and gives those that run some seconds to come to their end. */
  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.backstop) clearInterval(this.backstop);
    const opened = await this.boss?.catch(() => null);
    await opened?.boss.stop({ close: false, graceful: true, timeout: drainMsMax });
  }

  private instance(): Promise<Boss> {
    if (this.isStopped) throw new Error('The background jobs of this process have ended.');
    this.boss ??= this.open(null).catch((error) => {
      this.boss = null;
      throw error;
    });
    return this.boss;
  }

  private async open(pace: Pace | null): Promise<Boss> {
    const { database, notifications, queues } = this.options;
    const opened = bossOn({ database, notifications, logger: this.logger, pace });
    await opened.boss.start({ attempts: pace === null ? 1 : startAttemptsMax });
    if (pace === null) return opened;
    await syncQueues(opened.boss, queues);
    for (const queue of queues) await this.work(queue, opened);
    this.keepLooking(opened, pace.backstopMs);
    return opened;
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
        // There may be more where this one came from, of which was told while it ran.
        wake(queue.name);
      }
    });
  }

  /** One question for all queues finds retries that are due, and what was told to nobody. */
  private keepLooking({ wake }: Boss, everyMs: number): void {
    const names = this.options.queues.map(({ name }) => name);
    const look = async (): Promise<void> => {
      for (const name of await this.rows.due(names)) wake(name);
    };
    if (this.isStopped) return;
    this.backstop = setInterval(() => {
      look().catch((error) => this.logger.warn({ err: error }, 'jobs could not be looked for'));
    }, everyMs).unref();
  }

  /** @throws what the run threw, unless no other try can do better. */
  private async run(queue: Queue, job: Job<unknown>): Promise<JobResult> {
    const { id, retryCount, signal } = job;
    const about = { queue: queue.name, jobId: id, attempt: retryCount + 1 };
    const ended = this.metrics.begun(queue.name);
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
      const what = isLast ? 'job failed for the last time' : 'job failed, and is tried again';
      this.logger[isLast ? 'error' : 'warn']({ ...about, err: error }, what);
      if (isHopeless) return { id, status: 'deadletter', output: error };
      throw error;
    }
  }
}
