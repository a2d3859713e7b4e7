import type { UsageSamples } from '../measure/sampler';
import type { Row } from '../result';
import { faultsOf, type Growth, growthOf } from '../soak/growth';

const megabyte = 1024 ** 2;
const percent = 100;
/** In a shorter run caches are still filling. */
const judgedMsMin = 600_000;

export interface Windows {
  readonly startedAtMs: number;
  /** Start of the second half, in which memory must not grow. */
  readonly halfMs: number;
  readonly endedAtMs: number;
}

/** Megabytes in use after a full collection, by process: early and late in the second half. */
export interface LiveMemory {
  readonly early: ReadonlyMap<string, number>;
  readonly late: ReadonlyMap<string, number>;
}

type Live = Pick<Growth, 'earlyMb' | 'lateMb'>;

const rowOf = (growth: Growth, maxMb: number, live: Live): Row => ({
  name: growth.process,
  figures: {
    'MB max': maxMb,
    'MB early': growth.earlyMb,
    'MB late': growth.lateMb,
    'MB in use early': live.earlyMb,
    'MB in use late': live.lateMb,
    'MB a minute': growth.mbPerMinute,
    '% of a core': growth.coreShare * percent,
  },
});

/**
 * Memory of the processes over the second half, and whether any was restarted. A heap is collected
 * late where it may be large, so growth is judged by what is in use after a collection; processes
 * without such figures, by their size.
 */
export function memoryOf(
  samples: UsageSamples,
  { startedAtMs, halfMs, endedAtMs }: Windows,
  inUse: LiveMemory,
) {
  const quarterMs = (endedAtMs - halfMs) / 4;
  const flat = {
    warmAtMs: halfMs,
    earlyEndsAtMs: halfMs + quarterMs,
    lateStartsAtMs: endedAtMs - quarterMs,
  };
  const rows: Row[] = [];
  const faults: string[] = [];
  for (const [name, seen] of samples) {
    const growth = growthOf(name, seen, flat);
    const { isSameThroughout } = growthOf(name, seen, { ...flat, warmAtMs: startedAtMs });
    const live = {
      earlyMb: inUse.early.get(name) ?? growth.earlyMb,
      lateMb: inUse.late.get(name) ?? growth.lateMb,
    };
    const isJudged = endedAtMs - halfMs >= judgedMsMin;
    const lateMb = isJudged ? live.lateMb : live.earlyMb;
    rows.push(rowOf(growth, Math.max(...seen.map(({ ownBytes }) => ownBytes / megabyte)), live));
    faults.push(...faultsOf([{ ...growth, ...live, lateMb, isSameThroughout }]));
  }
  return { rows, faults };
}
