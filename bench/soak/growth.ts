import { median } from '../../platform/values/median';
import type { UsageSample } from '../measure/sampler';
import { slopePerMinute } from '../measure/trend';

const megabyte = 1024 ** 2;

/**
 * A process that grows by more than both limits leaks. The heap of an idle process varies by some
 * megabytes with each collection, more than 10 % of a small one; a large one may use a tenth for
 * bounded caches, plans and prepared statements. A process that grows by 20 MB from the second to
 * the last of five phases of ten minutes would double within an hour or two.
 */
const growthShareMax = 0.1;
const growthMbMax = 20;

export interface Growth {
  readonly process: string;
  /** The medians of memory, early and late. */
  readonly earlyMb: number;
  readonly lateMb: number;
  /** Growth in megabytes a minute, from the end of the warm-up to the end of the run. */
  readonly mbPerMinute: number;
  /** Share of one core in the same time. */
  readonly coreShare: number;
  /** False if a process was restarted or added. */
  readonly isSameThroughout: boolean;
}

export interface Phases {
  /** The end of the warm-up. */
  readonly warmAtMs: number;
  /** The end of the phase that the last one is compared with. */
  readonly earlyEndsAtMs: number;
  readonly lateStartsAtMs: number;
}

/** The growth of a process, or of all processes with one name. */
export function growthOf(process: string, samples: readonly UsageSample[], phases: Phases): Growth {
  const warm = samples.filter(({ atMs }) => atMs >= phases.warmAtMs);
  const mb = ({ ownBytes }: UsageSample) => ownBytes / megabyte;
  const early = warm.filter(({ atMs }) => atMs < phases.earlyEndsAtMs);
  const late = warm.filter(({ atMs }) => atMs >= phases.lateStartsAtMs);
  const [first, last] = [warm[0], warm.at(-1)];
  const elapsedMs = first && last ? last.atMs - first.atMs : 0;
  const cpuMs = first && last ? last.cpuMs - first.cpuMs : 0;
  const alive = new Set(warm.map(({ pids }) => pids.join(' ')));
  return {
    process,
    earlyMb: median(early.map(mb)),
    lateMb: median(late.map(mb)),
    mbPerMinute: slopePerMinute(warm.map((look) => ({ atMs: look.atMs, value: mb(look) }))),
    coreShare: elapsedMs === 0 ? 0 : cpuMs / elapsedMs,
    isSameThroughout: alive.size === 1,
  };
}

/** PostgreSQL has a process for each connection, and connections are renewed. */
const comeAndGo = new Set(['PostgreSQL']);

/** @returns a sentence for each fault. */
export function faultsOf(growths: readonly Growth[]): string[] {
  return growths.flatMap(({ process, earlyMb, lateMb, isSameThroughout }) => {
    const faults: string[] = [];
    const grownMb = lateMb - earlyMb;
    if (grownMb > growthMbMax && grownMb > earlyMb * growthShareMax) {
      faults.push(`${process} grew from ${earlyMb.toFixed(0)} to ${lateMb.toFixed(0)} MB`);
    }
    if (!isSameThroughout && !comeAndGo.has(process)) faults.push(`${process} was restarted`);
    return faults;
  });
}
