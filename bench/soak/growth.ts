import type { UsageSample } from '../measure/sampler';
import { median, slopePerMinute } from '../measure/trend';

const megabyte = 1024 ** 2;

/**
 * A process that grows by more than both leaks. The heap of a process at rest moves by some
 * megabytes with each collection, which is more than 10 % of a small one; and a tenth of a large
 * one it may take for what has been asked meanwhile (plans, prepared statements, caches, all of
 * them bounded). At 20 MB between the second and the last of five parts of ten minutes a process
 * would have doubled within an hour or two.
 */
const growthShareMax = 0.1;
const growthMbMax = 20;

export interface Growth {
  readonly process: string;
  /** Medians. */
  readonly earlyMb: number;
  readonly lateMb: number;
  /** From the end of the warm-up to the end. */
  readonly mbPerMinute: number;
  /** Of one core, over the same time. */
  readonly coreShare: number;
  /** Whether a process was started again, or another one came. */
  readonly isSameThroughout: boolean;
}

export interface Phases {
  /** The end of the warm-up. */
  readonly warmAtMs: number;
  /** The end of the part that the last one is held against. */
  readonly earlyEndsAtMs: number;
  readonly lateStartsAtMs: number;
}

/** What became of one process, or of all of one name. */
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

/** @returns what is wrong, a sentence each. */
export function faultsOf(growths: readonly Growth[]): string[] {
  return growths.flatMap(({ process, earlyMb, lateMb, isSameThroughout }) => {
    const faults: string[] = [];
    const grownMb = lateMb - earlyMb;
    if (grownMb > growthMbMax && grownMb > earlyMb * growthShareMax) {
      faults.push(`${process} grew from ${earlyMb.toFixed(0)} to ${lateMb.toFixed(0)} MB`);
    }
    if (!isSameThroughout && !comeAndGo.has(process)) faults.push(`${process} was started again`);
    return faults;
  });
}
