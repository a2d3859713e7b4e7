const percent = 100;

/** Latencies and outcomes of a load. */
export interface Sample {
  readonly latenciesMs: readonly number[];
  /** Count of each outcome, e.g. `CONFIRMED`. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly elapsedMs: number;
}

/** The percentile by nearest rank. */
export function percentile({ latenciesMs }: Pick<Sample, 'latenciesMs'>, share: number): number {
  const sorted = [...latenciesMs].sort((one, other) => one - other);
  // Divided last, because 99.9 / 100 is not exact.
  const rank = Math.ceil((share * sorted.length) / percent);
  return sorted[Math.max(rank, 1) - 1] ?? 0;
}

export const perSecond = (sample: Sample): number =>
  sample.latenciesMs.length / (sample.elapsedMs / 1_000);

/** Merges several samples of the same load. */
export function together(samples: readonly Sample[]): Sample {
  const outcomes: Record<string, number> = {};
  for (const [outcome, count] of samples.flatMap((sample) => Object.entries(sample.outcomes))) {
    outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  }
  return {
    latenciesMs: samples.flatMap(({ latenciesMs }) => latenciesMs),
    outcomes,
    elapsedMs: samples.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
  };
}

/** Collects a sample while a load runs. */
export class Tally {
  private readonly latenciesMs: number[] = [];
  private readonly outcomes: Record<string, number> = {};

  add(latencyMs: number, outcome: string): void {
    this.latenciesMs.push(latencyMs);
    this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
  }

  sample(elapsedMs: number): Sample {
    return { latenciesMs: this.latenciesMs, outcomes: this.outcomes, elapsedMs };
  }
}
