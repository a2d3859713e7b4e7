import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { repositoryRoot } from '../../../../platform/process/repository-root';
import type { RunOptions, SparseDemand } from '../../domain/forecast-run';
import type { ThreadAnswer, ThreadRequest } from './forecast-program';

/** Compiled code, because a thread of tests cannot load TypeScript without its loader. */
const program = path.join(
  repositoryRoot,
  'dist/subgraphs/orders/workflows/jobs/forecast-program.js',
);

/**
 * The forecasts of one night, in a thread of their own: they take minutes of CPU, which requests of
 * the process do not wait for. It handles one batch at a time.
 */
export class ForecastThread {
  private readonly worker: Worker;
  private failure: Error | null = null;
  private pending: {
    readonly resolve: (answer: ThreadAnswer) => void;
    readonly reject: (error: Error) => void;
  } | null = null;

  constructor(options: RunOptions) {
    this.worker = new Worker(program, { workerData: options });
    this.worker.on('message', (answer: ThreadAnswer) => this.pending?.resolve(answer));
    this.worker.on('error', (error: Error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('The thread of forecasts ended.')));
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  /** Gives a batch to a step of `ForecastRun`. */
  run(step: ThreadRequest['step'], batch: readonly SparseDemand[]): Promise<ThreadAnswer> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) return reject(this.failure);
      this.pending = { resolve, reject };
      this.worker.postMessage({ step, batch } satisfies ThreadRequest);
    });
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.pending?.reject(this.failure);
  }
}
