import { scoreTrees, type Tree } from '../../subgraphs/orders/domain/boosted-trees';

/** What is known of one order, and whether it is an example of fraud. */
export interface Example {
  readonly features: readonly number[];
  readonly isFraud: boolean;
  /** How many orders it counts for. */
  readonly weight: number;
}

const rounds = 80;
const depthMax = 4;
const learningRate = 0.15;
const binsMax = 64;
/** Keeps the values of leaves with few examples small. */
const ridge = 2;
const hessianMin = 2;
const gainMin = 1e-3;

/** The largest values of the bins: at equal shares of the examples, the last one open. */
function cutsOf(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((one, other) => one - other);
  const cuts = Array.from(
    { length: binsMax },
    (_, bin) => sorted[Math.floor(((bin + 1) * (sorted.length - 1)) / binsMax)] ?? 0,
  );
  return [...new Set(cuts)].slice(0, -1);
}

/** Examples with their features as numbers of bins, feature by feature. */
interface Binned {
  readonly cuts: readonly (readonly number[])[];
  readonly bins: readonly Uint8Array[];
}

function binned(examples: readonly Example[], count: number): Binned {
  const columns = Array.from({ length: count }, (_, feature) =>
    examples.map(({ features }) => features[feature] ?? 0),
  );
  const cuts = columns.map(cutsOf);
  const bins = columns.map((values, feature) =>
    Uint8Array.from(values, (value) => binOf(cuts[feature] ?? [], value)),
  );
  return { cuts, bins };
}

/** How many cuts are below the value. */
function binOf(cuts: readonly number[], value: number): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sums of the first and second derivatives of the loss. */
interface Sums {
  readonly gradient: number;
  readonly hessian: number;
}

const outputOf = ({ gradient, hessian }: Sums): number => -gradient / (hessian + ridge);
const scoreOf = ({ gradient, hessian }: Sums): number => gradient ** 2 / (hessian + ridge);

const added = (one: Sums, other: Sums): Sums => ({
  gradient: one.gradient + other.gradient,
  hessian: one.hessian + other.hessian,
});

interface Split {
  readonly gain: number;
  readonly feature: number;
  /** The last bin that goes below. */
  readonly bin: number;
  readonly below: Sums;
  readonly above: Sums;
}

interface Derivatives {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/** Limits of the values below a node, so that no tree contradicts a monotone feature. */
interface Limits {
  readonly least: number;
  readonly most: number;
}

/** Grows one tree on the derivatives of the loss. */
class TreeGrower {
  private readonly tree = {
    feature: [] as number[],
    split: [] as number[],
    below: [] as number[],
    above: [] as number[],
    value: [] as number[],
  };

  constructor(
    private readonly data: Binned,
    private readonly derivatives: Derivatives,
    private readonly monotone: readonly boolean[],
  ) {}

  grow(rows: Int32Array): Tree {
    this.addNode(rows, 0, this.sumsOf(rows), { least: -Infinity, most: Infinity });
    return this.tree;
  }

  private sumsOf(rows: Int32Array): Sums {
    let [gradient, hessian] = [0, 0];
    for (const row of rows) {
      gradient += this.derivatives.gradients[row] ?? 0;
      hessian += this.derivatives.hessians[row] ?? 0;
    }
    return { gradient, hessian };
  }

  private addNode(rows: Int32Array, depth: number, sums: Sums, limits: Limits): number {
    const { feature, split, below, above, value } = this.tree;
    const node = feature.length;
    const within = Math.min(limits.most, Math.max(limits.least, outputOf(sums)));
    feature.push(-1);
    split.push(0);
    below.push(0);
    above.push(0);
    value.push(learningRate * within);
    const best = depth < depthMax ? this.bestSplit(rows, sums) : null;
    if (best === null) return node;
    const bins = this.data.bins[best.feature] ?? new Uint8Array();
    feature[node] = best.feature;
    split[node] = this.data.cuts[best.feature]?.[best.bin] ?? 0;
    const middle = (outputOf(best.below) + outputOf(best.above)) / 2;
    const isBound = this.monotone[best.feature] === true;
    const limit = Math.min(limits.most, Math.max(limits.least, middle));
    const lower = rows.filter((row) => (bins[row] ?? 0) <= best.bin);
    const upper = rows.filter((row) => (bins[row] ?? 0) > best.bin);
    const most = isBound ? limit : limits.most;
    below[node] = this.addNode(lower, depth + 1, best.below, { ...limits, most });
    const least = isBound ? limit : limits.least;
    above[node] = this.addNode(upper, depth + 1, best.above, { ...limits, least });
    return node;
  }

  private bestSplit(rows: Int32Array, sums: Sums): Split | null {
    let best: Split | null = null;
    for (let feature = 0; feature < this.data.bins.length; feature += 1) {
      const found = this.splitOf(feature, rows, sums);
      if (found !== null && found.gain > (best?.gain ?? gainMin)) best = found;
    }
    return best;
  }

  /** The best split by one feature, from sums by bin. */
  private splitOf(feature: number, rows: Int32Array, sums: Sums): Split | null {
    const byBin = this.sumsByBin(feature, rows);
    let best: Split | null = null;
    let below: Sums = { gradient: 0, hessian: 0 };
    for (const [bin, each] of byBin.slice(0, -1).entries()) {
      below = added(below, each);
      const above = {
        gradient: sums.gradient - below.gradient,
        hessian: sums.hessian - below.hessian,
      };
      if (!this.isAllowed(feature, below, above)) continue;
      const gain = scoreOf(below) + scoreOf(above) - scoreOf(sums);
      if (gain > (best?.gain ?? 0)) best = { gain, feature, bin, below, above };
    }
    return best;
  }

  private sumsByBin(feature: number, rows: Int32Array): Sums[] {
    const { gradients, hessians } = this.derivatives;
    const bins = this.data.bins[feature] ?? new Uint8Array();
    const count = (this.data.cuts[feature]?.length ?? 0) + 1;
    const [byGradient, byHessian] = [new Float64Array(count), new Float64Array(count)];
    for (const row of rows) {
      const bin = bins[row] ?? 0;
      byGradient[bin] = (byGradient[bin] ?? 0) + (gradients[row] ?? 0);
      byHessian[bin] = (byHessian[bin] ?? 0) + (hessians[row] ?? 0);
    }
    return Array.from(byGradient, (gradient, bin) => ({ gradient, hessian: byHessian[bin] ?? 0 }));
  }

  private isAllowed(feature: number, below: Sums, above: Sums): boolean {
    if (Math.min(below.hessian, above.hessian) < hessianMin) return false;
    return !this.monotone[feature] || outputOf(above) >= outputOf(below);
  }
}

/**
 * Gradient-boosted trees for the logistic loss (Friedman, 2001), on sums by bin as LightGBM does.
 * Deterministic: no example and no feature is left out by chance.
 * @param monotone for each feature, whether a larger value may only raise the score.
 */
export function boostTrees(examples: readonly Example[], monotone: readonly boolean[]): Tree[] {
  const data = binned(examples, monotone.length);
  const rows = Int32Array.from(examples.keys());
  const logOdds = new Float64Array(examples.length);
  const derivatives = {
    gradients: new Float64Array(examples.length),
    hessians: new Float64Array(examples.length),
  };
  return Array.from({ length: rounds }, () => {
    examples.forEach(({ isFraud, weight }, row) => {
      const expected = 1 / (1 + Math.exp(-(logOdds[row] ?? 0)));
      derivatives.gradients[row] = weight * (expected - (isFraud ? 1 : 0));
      derivatives.hessians[row] = weight * expected * (1 - expected);
    });
    const tree = new TreeGrower(data, derivatives, monotone).grow(rows);
    examples.forEach(({ features }, row) => {
      logOdds[row] = (logOdds[row] ?? 0) + scoreTrees([tree], features).logOdds;
    });
    return tree;
  });
}
