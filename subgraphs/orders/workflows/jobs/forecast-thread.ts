import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { repositoryRoot } from '../../../../platform/process/repository-root';
import type { RunOptions, SkuForecast, SparseDemand } from '../../domain/forecast-run';
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

  async shape(batch: readonly SparseDemand[]): Promise<void> {
    await this.ask({ step: 'shape', batch });
  }

  async calibrate(batch: readonly SparseDemand[]): Promise<void> {
    await this.ask({ step: 'calibrate', batch });
  }

  /** @returns null for each SKU without a forecast. */
  forecast(batch: readonly SparseDemand[]): Promise<ThreadAnswer> {
    return this.ask({ step: 'forecast', batch });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private ask(request: ThreadRequest): Promise<readonly (SkuForecast | null)[]> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) return reject(this.failure);
      this.pending = { resolve, reject };
      this.worker.postMessage(request);
    });
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.pending?.reject(this.failure);
  }
}
