import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { nsPerMs } from '../../platform/values/time';
import { processesOf } from '../measure/processes';

/** CPU time in milliseconds. From schedstat, because the ticks of proc(5) are 10 ms. */
export interface CpuTime {
  readonly total: number;
  /** By process name. */
  readonly byProcess: Readonly<Record<string, number>>;
}

/** Null if the process has ended. */
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
export function cpuSoFar(rootPid: number): CpuTime {
  const byProcess: Record<string, number> = {};
  let total = 0;
  for (const { pid, name } of processesOf(rootPid)) {
    const cpuMs = cpuMsOf(pid) ?? 0;
    byProcess[name] = (byProcess[name] ?? 0) + cpuMs;
    total += cpuMs;
  }
  return { total, byProcess };
}

/** CPU per millisecond of a shop that nobody uses, the probes of this measurement included. */
export type IdleRate = CpuTime;

const idleMs = 5_000;
const idleMeasurements = 6;

/** The least of some measurements, as PostgreSQL still tidies the tables that were just filled. */
export async function idleRateOf(rootPid: number): Promise<IdleRate> {
  let least = await idleRateNow(rootPid);
  for (let count = 1; count < idleMeasurements; count += 1) {
    const rate = await idleRateNow(rootPid);
    if (rate.total < least.total) least = rate;
  }
  return least;
}

/** Measures a shop that nobody uses, for five seconds. */
async function idleRateNow(rootPid: number): Promise<IdleRate> {
  const before = cpuSoFar(rootPid);
  const fromMs = performance.now();
  await pause(idleMs);
  const after = cpuSoFar(rootPid);
  const elapsedMs = performance.now() - fromMs;
  return byEach(after, (ms, name) => (ms - of(before, name)) / elapsedMs);
}

/** The CPU used between two moments, without what the shop would have used anyway. */
export function cpuUsed(
  before: CpuTime,
  after: CpuTime,
  elapsedMs: number,
  idle: IdleRate,
): CpuTime {
  return byEach(after, (ms, name) =>
    Math.max(0, ms - of(before, name) - of(idle, name) * elapsedMs),
  );
}

const of = ({ total, byProcess }: CpuTime, name: string | null): number =>
  name === null ? total : (byProcess[name] ?? 0);

function byEach(
  { total, byProcess }: CpuTime,
  change: (value: number, name: string | null) => number,
): CpuTime {
  const names = Object.entries(byProcess);
  return {
    total: change(total, null),
    byProcess: Object.fromEntries(names.map(([name, ms]) => [name, change(ms, name)])),
  };
}
