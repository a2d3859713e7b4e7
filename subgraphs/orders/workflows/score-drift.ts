/** Scores that are compared with those of the training. */
const windowScores = 1_000;
/** Chance would look like a drift with fewer scores. */
const scoresMin = 200;
/** Replaces an empty share, whose logarithm does not exist. */
const shareMin = 0.001;

/**
 * The population stability index of the latest scores against those of the training, by tenths: 0 is
 * no drift, and from 0.25 on the orders are others than those that the model was trained on.
 */
export class ScoreDrift {
  private readonly bins: number[] = [];
  private readonly counts: number[];
  private place = 0;

  constructor(private readonly baseline: readonly number[]) {
    this.counts = baseline.map(() => 0);
  }

  add(score: number): void {
    const bin = Math.min(this.baseline.length - 1, Math.floor(score * this.baseline.length));
    const replaced = this.bins[this.place];
    if (replaced !== undefined) this.counts[replaced] = (this.counts[replaced] ?? 0) - 1;
    this.counts[bin] = (this.counts[bin] ?? 0) + 1;
    this.bins[this.place] = bin;
    this.place = (this.place + 1) % windowScores;
  }

  get index(): number {
    if (this.bins.length < scoresMin) return 0;
    return this.baseline.reduce((sum, share, bin) => {
      const expected = Math.max(shareMin, share);
      const found = Math.max(shareMin, (this.counts[bin] ?? 0) / this.bins.length);
      return sum + (found - expected) * Math.log(found / expected);
    }, 0);
  }
}
