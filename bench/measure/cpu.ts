import { processesOf } from './processes';

/** Milliseconds of CPU by kind of process. */
export type CpuTimes = Readonly<Record<string, number>>;

const notOurs = new Set(['PostgreSQL', 'Redis', 'sandbox']);

/** CPU time so far of processes and their living descendants. */
export function cpuOf(...rootPids: readonly number[]): CpuTimes {
  const times: Record<string, number> = {};
  for (const { name, cpuMs } of rootPids.flatMap(processesOf)) {
    const kind = notOurs.has(name) ? name : 'ours';
    times[kind] = (times[kind] ?? 0) + cpuMs;
  }
  return times;
}

/** Milliseconds of CPU per operation between two measurements. */
export function cpuPerOperation(before: CpuTimes, after: CpuTimes, count: number): CpuTimes {
  return Object.fromEntries(
    Object.entries(after).map(([kind, ms]) => [kind, (ms - (before[kind] ?? 0)) / count]),
  );
}
