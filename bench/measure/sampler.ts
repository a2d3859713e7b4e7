import { type ProcessUsage, processesOf } from './processes';

/** What the processes of one name used at one moment, together. */
export interface UsageSample {
  readonly atMs: number;
  readonly pids: readonly number[];
  readonly ownBytes: number;
  readonly cpuMs: number;
}

/** By the name of the processes, oldest first. */
export type UsageSamples = ReadonlyMap<string, readonly UsageSample[]>;

const everyMs = 1_000;

/** Adds up what the processes of each name use. */
export function gathered(
  processes: readonly ProcessUsage[],
  atMs: number,
): Map<string, UsageSample> {
  const samples = new Map<string, UsageSample>();
  for (const { name, pid, ownBytes, cpuMs } of processes) {
    const { pids, ...sums } = samples.get(name) ?? { pids: [], ownBytes: 0, cpuMs: 0 };
    samples.set(name, {
      atMs,
      pids: [...pids, pid],
      ownBytes: sums.ownBytes + ownBytes,
      cpuMs: sums.cpuMs + cpuMs,
    });
  }
  return samples;
}

/** Looks at a process and all that it has started once a second, until it is stopped. */
export function startSampler(rootPid: number): { readonly samples: UsageSamples; stop(): void } {
  const samples = new Map<string, UsageSample[]>();
  const look = (): void => {
    for (const [name, seen] of gathered(processesOf(rootPid), performance.now())) {
      const known = samples.get(name) ?? [];
      known.push(seen);
      samples.set(name, known);
    }
  };
  look();
  const timer = setInterval(look, everyMs);
  return { samples, stop: () => clearInterval(timer) };
}
