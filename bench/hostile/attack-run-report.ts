import { setTimeout as pause } from 'node:timers/promises';
import { subgraphProcesses } from '../../config/subgraphs';
import { percentile } from '../../testing/load/latencies';
import { type Row, rowOf } from '../result';
import type { AttackRun, PhaseResult } from './attack-run';
import type { Block } from './judge';
import { blockedMs, type LoopWatch, type NamedLoopSample } from './loop-watch';
import type { Neighbour } from './neighbour';

const megabyte = 1024 ** 2;
const everyMs = 1_000;
/** Time for a full collection of a heap of 512 MB, and for the sample after it. */
const collectionMs = 3_000;
/**
 * The number of full collections. The smallest result counts, because pending requests are not
 * growth.
 */
const collections = 3;
/** The shortest block of an event loop that is reported; shorter ones are normal. */
const notedBlockMs = 50;

/** Processes whose event loop serves requests or jobs; the supervisor does not. */
const watched = new Set(['gateway', 'shop', ...subgraphProcesses]);
const serving = new Set(['gateway', 'shop']);

/** Collects the measurements of the probes during an attack run. */
export class AttackWatch {
  readonly blocks: (Block & { readonly atMs: number })[] = [];
  private readonly serving: NamedLoopSample[] = [];
  private readonly timer: NodeJS.Timeout;
  private phase = '';
  private collecting: Map<string, number> | null = null;

  constructor(
    private readonly watch: LoopWatch,
    private readonly siege: AttackRun,
  ) {
    this.timer = setInterval(() => this.readSamples(), everyMs);
  }

  /**
   * Megabytes in use in each serving process after it has collected its garbage, which blocks its
   * event loop: blocks of this time do not count.
   */
  async liveMegabytes(): Promise<Map<string, number>> {
    this.readSamples();
    const processes = this.watch.processes().filter(({ name }) => watched.has(name));
    const live = new Map<string, number>();
    this.collecting = live;
    for (let count = 0; count < collections; count += 1) {
      for (const { pid } of processes) process.kill(pid, 'SIGUSR2');
      await pause(collectionMs);
      this.readSamples();
    }
    this.collecting = null;
    return live;
  }

  enter(phase: string): void {
    this.phase = phase;
  }

  private readSamples(): void {
    for (const sample of this.watch.read()) {
      if (serving.has(sample.process)) this.serving.push(sample);
      if (this.collecting !== null) {
        const { process: name, liveBytes } = sample;
        if (liveBytes === undefined) continue;
        const megabytes = liveBytes / megabyte;
        this.collecting.set(name, Math.min(this.collecting.get(name) ?? megabytes, megabytes));
        continue;
      }
      const ms = blockedMs(sample);
      if (ms < notedBlockMs || !watched.has(sample.process)) continue;
      const { process, atMs, spanMs } = sample;
      const attacks = this.siege.during(atMs - spanMs, atMs);
      this.blocks.push({ process, ms, during: this.phase, attacks, atMs });
    }
  }

  stop(): void {
    clearInterval(this.timer);
    this.readSamples();
  }

  get megabytesMax(): number {
    return Math.max(0, ...this.serving.map(({ residentBytes }) => residentBytes / megabyte));
  }

  /** The result row of a phase, with the latency of the neighbour. */
  row(ended: PhaseResult, neighbour: Neighbour): Row {
    const { fromMs, toMs } = ended;
    const isIn = ({ atMs }: { readonly atMs: number }) => atMs >= fromMs && atMs <= toMs + everyMs;
    const samples = this.serving.filter(isIn);
    const longest = samples.reduce<NamedLoopSample | null>(
      (found, sample) => (found === null || sample.turnMs > found.turnMs ? sample : found),
      null,
    );
    const blocks = this.blocks.filter(isIn).map(({ ms }) => ms);
    return {
      ...rowOf(ended.name, ended.sample),
      figures: {
        'neighbour p99 ms': percentile(neighbour.between(fromMs, toMs), 99),
        'longest turn ms': longest?.turnMs ?? 0,
        'of it waiting ms': longest?.waitedMs ?? 0,
        'longest GC ms': Math.max(0, ...samples.map(({ collectedMs }) => collectedMs)),
        'blocked ms': Math.max(0, ...blocks),
        MB: Math.max(0, ...samples.map(({ residentBytes }) => residentBytes / megabyte)),
      },
    };
  }
}
