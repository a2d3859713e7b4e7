import { percentile } from '../load/latencies';
import { type Row, rowOf } from '../result';
import type { Block } from './judge';
import { blockedMs, type LoopWatch, type NamedLook } from './loop-watch';
import type { Neighbour } from './neighbour';
import type { PartEnded, Siege } from './siege';

const megabyte = 1024 ** 2;
const everyMs = 1_000;
/** Shorter ones are ordinary. */
const notedBlockMs = 50;

/** Processes whose event loop is everybody's: the supervisor only starts the others. */
const watched = new Set(['gateway', 'shop', 'users', 'inventory', 'orders', 'orders-jobs']);
const serving = new Set(['gateway', 'shop']);

/** What the probes saw during a siege. */
export class SiegeWatch {
  readonly blocks: (Block & { readonly atMs: number })[] = [];
  private readonly serving: NamedLook[] = [];
  private readonly timer: NodeJS.Timeout;
  private part = '';

  constructor(
    private readonly watch: LoopWatch,
    private readonly siege: Siege,
  ) {
    this.timer = setInterval(() => this.look(), everyMs);
  }

  enter(part: string): void {
    this.part = part;
  }

  private look(): void {
    for (const look of this.watch.read()) {
      if (serving.has(look.process)) this.serving.push(look);
      const ms = blockedMs(look);
      if (ms < notedBlockMs || !watched.has(look.process)) continue;
      const { process, atMs, spanMs } = look;
      const attacks = this.siege.during(atMs - spanMs, atMs);
      this.blocks.push({ process, ms, during: this.part, attacks, atMs });
    }
  }

  stop(): void {
    clearInterval(this.timer);
    this.look();
  }

  get megabytesMax(): number {
    return Math.max(0, ...this.serving.map(({ residentBytes }) => residentBytes / megabyte));
  }

  /** How the part went, and what its neighbour noticed. */
  row(ended: PartEnded, neighbour: Neighbour): Row {
    const { fromMs, toMs } = ended;
    const isIn = ({ atMs }: { readonly atMs: number }) => atMs >= fromMs && atMs <= toMs + everyMs;
    const looks = this.serving.filter(isIn);
    const longest = looks.reduce<NamedLook | null>(
      (found, look) => (found === null || look.turnMs > found.turnMs ? look : found),
      null,
    );
    const blocks = this.blocks.filter(isIn).map(({ ms }) => ms);
    return {
      ...rowOf(ended.name, ended.sample),
      figures: {
        'neighbour p99 ms': percentile(neighbour.between(fromMs, toMs), 99),
        'longest turn ms': longest?.turnMs ?? 0,
        'of it waiting ms': longest?.waitedMs ?? 0,
        'blocked ms': Math.max(0, ...blocks),
        MB: Math.max(0, ...looks.map(({ residentBytes }) => residentBytes / megabyte)),
      },
    };
  }
}
