import { readdirSync, readFileSync } from 'node:fs';

/** What a process has used so far. */
export interface ProcessUsage {
  readonly pid: number;
  /** What it is in the system, e.g. `gateway`; several processes may be the same. */
  readonly name: string;
  readonly cpuMs: number;
  /**
   * Memory that is in use and its own. What is shared would be counted once a process: the buffers
   * of PostgreSQL, which fill up by design, and the code of Node.
   */
  readonly ownBytes: number;
}

/** sysconf(_SC_CLK_TCK) is 100 on every Linux that Node runs on. */
const msPerTick = 10;
/** Of the fields of proc_pid_stat(5) that follow the name. */
const parentField = 1;
/** Of the process itself, and of its children that have ended: connections of PostgreSQL do. */
const ticksFields = [11, 12, 13, 14];
/** Of the fields of /proc/pid/statm, in pages. */
const [residentField, sharedField] = [1, 2];
const pageBytes = 4_096;

/** By the command line, the first that fits. */
const names: readonly [RegExp, string][] = [
  [/postgres/, 'PostgreSQL'],
  [/redis-server|valkey-server/, 'Redis'],
  [/payments\/sandbox/, 'sandbox'],
  [/gateway\/main/, 'gateway'],
  [/orders\/main\S* --no-api/, 'orders-jobs'],
  [/subgraphs\/(\w+)\/main/, '$1'],
  [/start-distributed/, 'supervisor'],
  [/cli\/start/, 'shop'],
];

/** @returns what the process is, e.g. `inventory`, and `other` for what we do not know. */
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

/** Null: it has ended meanwhile. */
function seen(pid: string): Seen | null {
  try {
    const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8');
    const stat = read('stat');
    // The name in parentheses may hold anything.
    const nameEnd = stat.lastIndexOf(')');
    const fields = stat.slice(nameEnd + 2).split(' ');
    // A process that is ending has given its command line back, but not yet its time.
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

/** A process and all that it has started, those that live on. Source: proc(5). */
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
