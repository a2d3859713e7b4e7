import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of CPU by kind of process. */
export type CpuTimes = Readonly<Record<string, number>>;

/** sysconf(_SC_CLK_TCK) is 100 on every Linux that Node runs on. */
const msPerTick = 10;
const userTicks = 11;
const systemTicks = 12;
const parent = 1;

interface Seen {
  readonly parentPid: number;
  readonly command: string;
  readonly cpuMs: number;
}

/** proc_pid_stat(5); the name in parentheses may hold anything. Null: it has ended meanwhile. */
function seen(pid: string): Seen | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[userTicks]) + Number(fields[systemTicks]);
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { parentPid: Number(fields[parent]), command, cpuMs: ticks * msPerTick };
  } catch {
    return null;
  }
}

/** How the figures call a process, by its command line. */
function kindOf(command: string): string {
  if (/postgres/.test(command)) return 'PostgreSQL';
  if (/redis-server|valkey-server/.test(command)) return 'Redis';
  if (/sandbox/.test(command)) return 'sandbox';
  return 'ours';
}

/** CPU time so far of a process and all that it has started, those that live on. */
export function cpuOf(rootPid: number): CpuTimes {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const processes = new Map<number, Seen>();
  for (const pid of pids) {
    const process = seen(pid);
    if (process) processes.set(Number(pid), process);
  }
  const descends = (pid: number): boolean => {
    if (pid === rootPid) return true;
    const process = processes.get(pid);
    return process !== undefined && process.parentPid > 1 && descends(process.parentPid);
  };
  const times: Record<string, number> = {};
  for (const [pid, { command, cpuMs }] of processes) {
    if (!descends(pid)) continue;
    const kind = kindOf(command);
    times[kind] = (times[kind] ?? 0) + cpuMs;
  }
  return times;
}

/** Milliseconds of CPU for each of `count` operations between two looks. */
export function cpuPerOperation(before: CpuTimes, after: CpuTimes, count: number): CpuTimes {
  return Object.fromEntries(
    Object.entries(after).map(([kind, ms]) => [kind, (ms - (before[kind] ?? 0)) / count]),
  );
}
