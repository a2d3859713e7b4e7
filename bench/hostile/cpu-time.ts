import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { nsPerMs } from '../../platform/values/time';
import { processesOf } from '../measure/processes';

/**
 * CPU time so far by process id, in milliseconds. From schedstat, because the ticks of proc(5) are
 * 10 ms.
 */
export type ProcessTimes = ReadonlyMap<number, { readonly name: string; readonly ms: number }>;

/** CPU time in milliseconds, or per millisecond. */
export interface CpuUse {
  readonly total: number;
  /** CPU time by process name. */
  readonly byProcess: Readonly<Record<string, number>>;
}

/** The CPU time of a process; null if it has ended. */
function cpuMsOf(pid: number): number | null {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const times = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    );
    return times.reduce((sum, ns) => sum + ns, 0) / nsPerMs;
  } catch {
    return null;
  }
}

/** CPU time so far of a process and its living descendants. */
export function cpuSoFar(rootPid: number): ProcessTimes {
  const times = new Map<number, { name: string; ms: number }>();
  for (const { pid, name } of processesOf(rootPid)) {
    const ms = cpuMsOf(pid);
    if (ms !== null) times.set(pid, { name, ms });
  }
  return times;
}

/**
 * The CPU time between two measurements, of processes that are alive at the second one. PostgreSQL
 * has a process for each connection: one that has ended must not count negatively.
 */
export function cpuBetween(before: ProcessTimes, after: ProcessTimes): CpuUse {
  const byProcess: Record<string, number> = {};
  let total = 0;
  for (const [pid, { name, ms }] of after) {
    const usedMs = ms - (before.get(pid)?.ms ?? 0);
    byProcess[name] = (byProcess[name] ?? 0) + usedMs;
    total += usedMs;
  }
  return { total, byProcess };
}

const idleMs = 5_000;
const idleMeasurements = 6;

/**
 * CPU time per millisecond of an idle shop, including the probes of this measurement. The minimum
 * of several measurements, because PostgreSQL still vacuums the tables that were just filled.
 */
export async function idleRateOf(rootPid: number): Promise<CpuUse> {
  let least = await idleRateNow(rootPid);
  for (let count = 1; count < idleMeasurements; count += 1) {
    const rate = await idleRateNow(rootPid);
    if (rate.total < least.total) least = rate;
  }
  return least;
}

async function idleRateNow(rootPid: number): Promise<CpuUse> {
  const before = cpuSoFar(rootPid);
  const fromMs = performance.now();
  await pause(idleMs);
  const used = cpuBetween(before, cpuSoFar(rootPid));
  const elapsedMs = performance.now() - fromMs;
  return byEach(used, (ms) => ms / elapsedMs);
}

/** CPU time minus that of an idle shop in the same time. */
export const withoutIdle = (used: CpuUse, elapsedMs: number, idle: CpuUse): CpuUse =>
  byEach(used, (ms, name) => Math.max(0, ms - of(idle, name) * elapsedMs));

const of = ({ total, byProcess }: CpuUse, name: string | null): number =>
  name === null ? total : (byProcess[name] ?? 0);

/** Applies a function to the total and to the time of each process. */
export function byEach(
  { total, byProcess }: CpuUse,
  change: (value: number, name: string | null) => number,
): CpuUse {
  const names = Object.entries(byProcess);
  return {
    total: change(total, null),
    byProcess: Object.fromEntries(names.map(([name, ms]) => [name, change(ms, name)])),
  };
}
