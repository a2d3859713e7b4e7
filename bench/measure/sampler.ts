import { processesOf, type Used } from './processes';

/** What the processes of one name used at one moment, together. */
export interface Look {
  readonly atMs: number;
  readonly pids: readonly number[];
  readonly ownBytes: number;
  readonly cpuMs: number;
}

/** By the name of the processes, oldest first. */
export type Looks = ReadonlyMap<string, readonly Look[]>;

const everyMs = 1_000;

/** Adds up what the processes of each name use. */
export function gathered(processes: readonly Used[], atMs: number): Map<string, Look> {
  const looks = new Map<string, Look>();
  for (const { name, pid, ownBytes, cpuMs } of processes) {
    const { pids, ...sums } = looks.get(name) ?? { pids: [], ownBytes: 0, cpuMs: 0 };
    looks.set(name, {
      atMs,
      pids: [...pids, pid],
      ownBytes: sums.ownBytes + ownBytes,
      cpuMs: sums.cpuMs + cpuMs,
    });
  }
  return looks;
}

/** Looks at a process and all that it has started once a second, until it is stopped. */
export function startSampler(rootPid: number): { readonly looks: Looks; stop(): void } {
  const looks = new Map<string, Look[]>();
  const look = (): void => {
    for (const [name, seen] of gathered(processesOf(rootPid), performance.now())) {
      const known = looks.get(name) ?? [];
      known.push(seen);
      looks.set(name, known);
    }
  };
  look();
  const timer = setInterval(look, everyMs);
  return { looks, stop: () => clearInterval(timer) };
}
