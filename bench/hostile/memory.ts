import type { UsageSamples } from '../measure/sampler';
import type { Row } from '../result';
import { faultsOf, type Growth, growthOf } from '../soak/growth';

const megabyte = 1024 ** 2;
const percent = 100;
/** In a shorter run the size of a heap only shows when it was last collected. */
const judgedMsMin = 600_000;

export interface Moments {
  readonly startedAtMs: number;
  /** Start of the second half, in which memory must not grow. */
  readonly halfMs: number;
  readonly endedAtMs: number;
}

const rowOf = (growth: Growth, maxMb: number): Row => ({
  name: growth.process,
  figures: {
    'MB max': maxMb,
    'MB early': growth.earlyMb,
    'MB late': growth.lateMb,
    'MB a minute': growth.mbPerMinute,
    '% of a core': growth.coreShare * percent,
  },
});

/** Memory of the processes over the second half, and whether any was restarted. */
export function memoryOf(samples: UsageSamples, { startedAtMs, halfMs, endedAtMs }: Moments) {
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
    const isJudged = endedAtMs - halfMs >= judgedMsMin;
    const lateMb = isJudged ? growth.lateMb : growth.earlyMb;
    rows.push(rowOf(growth, Math.max(...seen.map(({ ownBytes }) => ownBytes / megabyte))));
    faults.push(...faultsOf([{ ...growth, lateMb, isSameThroughout }]));
  }
  return { rows, faults };
}
