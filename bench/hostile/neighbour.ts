import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Sample } from '../../testing/load/latencies';

export interface NeighbourOptions {
  readonly url: string;
  /** Access tokens of the customers. */
  readonly tokens: readonly string[];
  readonly skus: readonly string[];
  readonly perSecond: number;
  readonly seed: number;
}

/** The result of one request. */
export interface Served {
  /** When it was due, in milliseconds since 1970. */
  readonly atMs: number;
  /** Time from then to the response. */
  readonly ms: number;
  /** Null if the response was as expected. */
  readonly fault: string | null;
}

/** A well-behaved client that browses, searches, lists and orders at a constant rate. */
export class Neighbour {
  readonly served: Served[] = [];
  private readonly worker: Worker;

  constructor(options: NeighbourOptions) {
    const file = path.join(__dirname, 'neighbour-thread.js');
    this.worker = new Worker(file, { workerData: options });
    this.worker.on('message', (served: readonly Served[]) => this.served.push(...served));
  }

  /** The requests that were due in this interval. */
  between(fromMs: number, toMs: number): Sample {
    return sampleOf(this.served.filter(({ atMs }) => atMs >= fromMs && atMs < toMs));
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}

export function sampleOf(served: readonly Served[]): Sample {
  const outcomes: Record<string, number> = {};
  for (const { fault } of served) {
    const outcome = fault ?? 'answered';
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  const [first, last] = [served[0]?.atMs ?? 0, served.at(-1)?.atMs ?? 0];
  return { latenciesMs: served.map(({ ms }) => ms), outcomes, elapsedMs: last - first };
}
