/**
 * An ensemble of binary trees whose values are added up. Nodes are numbered from the root on, in
 * arrays of equal length, so that a tree of any depth is scored without a call or an allocation.
 */
export interface Tree {
  /** The index of the feature that a node asks about; -1 in a leaf. */
  readonly feature: readonly number[];
  /** A value at or below it goes to `below`, any other one to `above`. */
  readonly split: readonly number[];
  readonly below: readonly number[];
  readonly above: readonly number[];
  /** What the training expected at the node, in log-odds: the value of a leaf is its last word. */
  readonly value: readonly number[];
}

/** Log-odds, and what each feature added to them. */
export interface TreesScore {
  readonly logOdds: number;
  readonly parts: readonly number[];
}

/** Adds the parts of a tree. @returns the value of the leaf that the features lead to. */
function addTree(tree: Tree, features: readonly number[], parts: number[]): number {
  const { feature, value } = tree;
  let node = 0;
  for (let splitFeature = feature[0] ?? -1; splitFeature >= 0; splitFeature = feature[node] ?? -1) {
    const isBelow = (features[splitFeature] ?? 0) <= (tree.split[node] ?? 0);
    const next = (isBelow ? tree.below[node] : tree.above[node]) ?? 0;
    parts[splitFeature] = (parts[splitFeature] ?? 0) + (value[next] ?? 0) - (value[node] ?? 0);
    node = next;
  }
  return value[node] ?? 0;
}

/**
 * Adds up the trees. A split changes the expected value; the change belongs to its feature, so that
 * the parts and the values of the roots are the sum (Saabas, 2014).
 */
export function scoreTrees(trees: readonly Tree[], features: readonly number[]): TreesScore {
  const parts = features.map(() => 0);
  const logOdds = trees.reduce((sum, tree) => sum + addTree(tree, features, parts), 0);
  return { logOdds, parts };
}
