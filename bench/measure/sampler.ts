import { type ProcessUsage, processesOf } from './processes';

/** The total usage of the processes with one name at one time. */
export interface UsageSample {
  readonly atMs: number;
  readonly pids: readonly number[];
  readonly ownBytes: number;
  readonly cpuMs: number;
}

/** The samples of each process by its name, oldest first. */
export type UsageSamples = ReadonlyMap<string, readonly UsageSample[]>;

const everyMs = 1_000;

/** Adds up the usage of processes by name. */
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

/** Samples a process and its descendants once a second, until it is stopped. */
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
