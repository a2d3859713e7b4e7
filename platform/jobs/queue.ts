import type { z } from 'zod';

/** The result of a run: stored with the job and shown to people. */
export type JobOutput = Readonly<Record<string, unknown>> | undefined;

export interface JobRun {
  readonly id: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** Aborted when the job exceeds its time limit, or the process stops first. */
  readonly signal: AbortSignal;
}

/** Thrown by a run if a retry cannot help: the job becomes a dead letter at once. */
export class HopelessJobError extends Error {
  override readonly name = 'HopelessJobError';
}

/** A queue. Jobs run at least once, so `run` must be idempotent. */
export interface Queue<Payload = unknown> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Concurrent jobs in each worker. */
  readonly concurrencyMax: number;
  /** Only one job waits or runs across all processes; sending another has no effect. */
  readonly isExclusive?: boolean;
  /** Jobs with the same key within this time are merged. */
  readonly throttleSeconds?: number;
  /** Retries before it becomes a dead letter. */
  readonly retriesMax: number;
  /** Pause before the first retry; it doubles with each, with jitter. */
  readonly retryDelaySeconds: number;
  readonly retryDelaySecondsMax: number;
  /** Time limit of a run; then it is aborted and retried. */
  readonly expireSeconds: number;
  /** A run is retried if its process sends no heartbeat for this long; at least 10. */
  readonly heartbeatSeconds?: number;
  /** Cron with five fields, in UTC. Missed times are made up for with one run. */
  readonly cron?: string;
  run(payload: Payload, run: JobRun): Promise<JobOutput>;
}

/** The queue for jobs that failed for the last time, until a person retries them. */
export const deadLetters = 'dead-letters';

/**
 * Retention of completed jobs and of dead letters.
 * @exceeded deleted
 * @test platform/jobs/queue.test.ts
 */
export const retentionDays = 30;
