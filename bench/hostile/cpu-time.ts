import { readdirSync, readFileSync } from 'node:fs';
import { nsPerMs } from '../../platform/values/time';
import { processesOf } from '../measure/processes';

/** CPU time so far, in milliseconds. From schedstat, because the ticks of proc(5) are 10 ms. */
export interface CpuSoFar {
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
export function cpuSoFar(rootPid: number): CpuSoFar {
  const byProcess: Record<string, number> = {};
  let total = 0;
  for (const { pid, name } of processesOf(rootPid)) {
    const cpuMs = cpuMsOf(pid) ?? 0;
    byProcess[name] = (byProcess[name] ?? 0) + cpuMs;
    total += cpuMs;
  }
  return { total, byProcess };
}
