import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Sample } from '../load/latencies';

export interface NeighbourOptions {
  readonly url: string;
  /** Of customers, whose requests are sent in turn. */
  readonly tokens: readonly string[];
  readonly skus: readonly string[];
  readonly perSecond: number;
  readonly seed: number;
}

/** What became of one request. */
export interface Served {
  /** When it was due; milliseconds since 1970. */
  readonly atMs: number;
  /** From then to the answer. */
  readonly ms: number;
  /** Null: it was answered as it should be. */
  readonly fault: string | null;
}

/** A client that browses, searches, lists and orders at a constant rate, and does no harm. */
export class Neighbour {
  readonly served: Served[] = [];
  private readonly worker: Worker;

  constructor(options: NeighbourOptions) {
    const file = path.join(__dirname, 'neighbour-thread.js');
    this.worker = new Worker(file, { workerData: options });
    this.worker.on('message', (served: readonly Served[]) => this.served.push(...served));
  }

  /** What was due in this time. */
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
