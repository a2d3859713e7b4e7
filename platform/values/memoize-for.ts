/**
 * Computes a value at most once in `ttlMs`; callers within that time share the promise. A rejection
 * is shared as well.
 */
export function memoizeFor<Value>(
  ttlMs: number,
  compute: () => Promise<Value>,
): () => Promise<Value> {
  let computedAtMs = Number.NEGATIVE_INFINITY;
  let value: Promise<Value> | null = null;
  return () => {
    if (value === null || performance.now() - computedAtMs >= ttlMs) {
      computedAtMs = performance.now();
      value = compute();
    }
    return value;
  };
}
