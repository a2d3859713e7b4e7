import { type Sample, together } from '../../testing/load/latencies';
import type { BenchShop } from '../bench-shop';
import { type Row, rowOf } from '../result';
import { cpuOf, cpuPerOperation } from './cpu';
import { resetStatements, statementCounts } from './statements';

/** Adds up several loads of the same kind: samples, CPU and statements. */
export class Meter {
  private readonly samples: Sample[] = [];
  private readonly cpuMs: Record<string, number> = {};
  private statements = 0;
  private commits = 0;

  constructor(private readonly shop: BenchShop) {}

  /** Runs and measures a load. @returns its sample. */
  async during(load: () => Promise<Sample>): Promise<Sample> {
    await using connection = await this.shop.database('postgres');
    await resetStatements(connection);
    const before = cpuOf(...this.shop.pids);
    const sample = await load();
    this.samples.push(sample);
    for (const [kind, ms] of Object.entries(cpuPerOperation(before, cpuOf(...this.shop.pids), 1))) {
      this.cpuMs[kind] = (this.cpuMs[kind] ?? 0) + ms;
    }
    const { statements, commits } = await statementCounts(connection);
    this.statements += statements;
    this.commits += commits;
    return sample;
  }

  row(name: string): Row {
    const sample = together(this.samples);
    const count = sample.latenciesMs.length;
    return {
      ...rowOf(name, sample),
      cpuMs: cpuPerOperation({}, this.cpuMs, count),
      statements: this.statements / count,
      commits: this.commits / count,
    };
  }
}
