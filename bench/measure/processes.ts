import { readdirSync, readFileSync } from 'node:fs';

/** The resource usage of a process. */
export interface ProcessUsage {
  readonly pid: number;
  /** Its function in the system, e.g. `gateway`; several processes may have the same. */
  readonly name: string;
  readonly cpuMs: number;
  /**
   * Resident memory without shared pages, such as PostgreSQL's buffers and Node's code, which would
   * be counted once for each process.
   */
  readonly ownBytes: number;
}

/** sysconf(_SC_CLK_TCK) is 100 on every Linux that Node runs on. */
const msPerTick = 10;
/** Index among the fields of proc_pid_stat(5) after the name. */
const parentField = 1;
/** The process itself, and its children that have ended, such as PostgreSQL connections. */
const ticksFields = [11, 12, 13, 14];
/** Indexes in /proc/pid/statm, in pages. */
const [residentField, sharedField] = [1, 2];
const pageBytes = 4_096;

/** Names by command line; the first match counts. */
const names: readonly [RegExp, string][] = [
  [/postgres/, 'PostgreSQL'],
  [/redis-server|valkey-server/, 'Redis'],
  [/payments\/sandbox/, 'sandbox'],
  [/gateway\/main/, 'gateway'],
  [/orders\/main\S* --no-api/, 'orders-jobs'],
  [/subgraphs\/(\w+)\/main/, '$1'],
  [/orderprocessing\.js start --distributed/, 'supervisor'],
  [/orderprocessing\.js start/, 'shop'],
];

/** @returns the name of the process, e.g. `inventory`, or `other`. */
export function processName(command: string): string {
  for (const [pattern, name] of names) {
    const found = pattern.exec(command);
    if (found) return name.replace('$1', found[1] ?? '');
  }
  return 'other';
}

interface Seen extends ProcessUsage {
  readonly parentPid: number;
}

/** The process; null if it has ended. */
function seen(pid: string): Seen | null {
  try {
    const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8');
    const stat = read('stat');
    // The name in parentheses may contain any character.
    const nameEnd = stat.lastIndexOf(')');
    const fields = stat.slice(nameEnd + 2).split(' ');
    // A process that is ending no longer has a command line, but still has its CPU time.
    const command = read('cmdline').replaceAll('\0', ' ') || stat.slice(0, nameEnd);
    const pages = read('statm').split(' ').map(Number);
    return {
      pid: Number(pid),
      name: processName(command),
      cpuMs: ticksFields.reduce((sum, field) => sum + Number(fields[field]), 0) * msPerTick,
      ownBytes: ((pages[residentField] ?? 0) - (pages[sharedField] ?? 0)) * pageBytes,
      parentPid: Number(fields[parentField]),
    };
  } catch {
    return null;
  }
}

/** A process and its living descendants. Source: proc(5). */
export function processesOf(rootPid: number): ProcessUsage[] {
  const all = new Map<number, Seen>();
  for (const name of readdirSync('/proc')) {
    const process = /^\d+$/.test(name) ? seen(name) : null;
    if (process) all.set(process.pid, process);
  }
  const descends = (pid: number): boolean => {
    if (pid === rootPid) return true;
    const process = all.get(pid);
    return process !== undefined && process.parentPid > 1 && descends(process.parentPid);
  };
  return [...all.values()].filter(({ pid }) => descends(pid));
}
