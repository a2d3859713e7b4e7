import type { z } from 'zod';

/** What a run leaves behind: kept with the job, and shown to people. */
export type JobOutput = Readonly<Record<string, unknown>> | undefined;

export interface JobRun {
  readonly id: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** Aborted when the job has outlived its time, or this process ends before the job does. */
  readonly signal: AbortSignal;
}

/** Thrown by a run where no other try can do better: the job is a dead letter at once. */
export class HopelessJobError extends Error {
  override readonly name = 'HopelessJobError';
}

/** All that is said of a queue. Every job of it runs at least once, so `run` must bear a second. */
export interface Queue<Payload = unknown> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Jobs at once in each process that works. */
  readonly concurrencyMax: number;
  /** Of all processes together one job waits or runs; whoever sends another gets none. */
  readonly isExclusive?: boolean;
  /** Jobs of the same key within this time are one. */
  readonly throttleSeconds?: number;
  /** Tries after the first; then it is a dead letter. */
  readonly retriesMax: number;
  /** Pause before the first retry; it doubles with each, with jitter. */
  readonly retryDelaySeconds: number;
  readonly retryDelaySecondsMax: number;
  /** How long a run may take before it is given up and tried again. */
  readonly expireSeconds: number;
  /** A run whose process has not been heard of for so long is tried again; at least 10. */
  readonly heartbeatSeconds?: number;
  /** Five fields, in UTC. A time that nobody was up for is made up for once. */
  readonly cron?: string;
  run(payload: Payload, run: JobRun): Promise<JobOutput>;
}

/** Where a job goes that failed for the last time, until a person retries it. */
export const deadLetters = 'dead-letters';

/** What is done for, and what waits for a person, is kept so long. */
export const retentionDays = 30;
