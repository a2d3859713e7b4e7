/** A span to draw. */
export interface Bar {
  readonly id: string;
  /** Null, or the id of a span outside the trace, for the root span. */
  readonly parentId: string | null;
  readonly process: string;
  readonly name: string;
  readonly startNs: bigint;
  readonly endNs: bigint;
}

export interface Row extends Bar {
  /** 0 for the root span. */
  readonly depth: number;
}

const byStart = (one: Bar, other: Bar): number => Number(one.startNs - other.startNs);

/**
 * Starts are measured to the millisecond, so a span may seem to start this much before its parent.
 */
const startErrorNs = 1_000_000n;

/**
 * Moves a span that seems to start just before its parent to the parent's start, with the same
 * length.
 */
function notBefore(bar: Bar, parent: Bar | null): Bar {
  const earlyNs = parent === null ? 0n : parent.startNs - bar.startNs;
  if (earlyNs <= 0n || earlyNs > startErrorNs) return bar;
  return { ...bar, startNs: bar.startNs + earlyNs, endNs: bar.endNs + earlyNs };
}

/** Every span below its parent, in the order of their starts. */
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
