import { readdirSync, readFileSync } from 'node:fs';
import { nsPerMs } from '../../platform/values/time';
import { processesOf } from '../measure/processes';

/** CPU so far, in milliseconds, to the microsecond: the ticks of proc(5) are 10 ms long. */
export interface CpuSoFar {
  readonly total: number;
  /** By the name of the process. */
  readonly byProcess: Readonly<Record<string, number>>;
}

/** Null: the process has ended meanwhile. */
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

/** What a process and all that it has started have used so far, those that live on. */
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
