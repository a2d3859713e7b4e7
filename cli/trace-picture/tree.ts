/** A span, as it is drawn. */
export interface Bar {
  readonly id: string;
  /** Null, or one that is not there, for the first one. */
  readonly parentId: string | null;
  readonly process: string;
  readonly name: string;
  readonly startNs: bigint;
  readonly endNs: bigint;
}

export interface Row extends Bar {
  /** 0 for the first one. */
  readonly depth: number;
}

const byStart = (one: Bar, other: Bar): number => Number(one.startNs - other.startNs);

/** Beginnings are measured to the millisecond, so that one may lie so much before its cause. */
const startErrorNs = 1_000_000n;

/** What seems to begin just before its parent is moved to where that begins; it stays as long. */
function notBefore(bar: Bar, parent: Bar | null): Bar {
  const earlyNs = parent === null ? 0n : parent.startNs - bar.startNs;
  if (earlyNs <= 0n || earlyNs > startErrorNs) return bar;
  return { ...bar, startNs: bar.startNs + earlyNs, endNs: bar.endNs + earlyNs };
}

/** Every span below its parent, in the order in which they began. */
export function rowsOf(bars: readonly Bar[]): Row[] {
  const ids = new Set(bars.map(({ id }) => id));
  const below = (parent: Bar | null, depth: number): Row[] =>
    bars
      .filter(
        ({ parentId }) => (ids.has(parentId ?? '') ? parentId : null) === (parent?.id ?? null),
      )
      .map((bar) => notBefore(bar, parent))
      .toSorted(byStart)
      .flatMap((bar) => [{ ...bar, depth }, ...below(bar, depth + 1)]);
  return below(null, 0);
}
