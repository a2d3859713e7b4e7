/**
 * Loaded into each process of the shop by `--require`. Writes every tenth of a second how long the
 * turns of its event loop took, and what its main thread and its memory did meanwhile, as a JSON
 * line into the folder that is HOME there.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import { nsPerMs, usPerMs } from '../../platform/values/time';

const everyMs = 100;

/** What one process did between two looks. */
export interface LoopSample {
  /** End of the time that is looked at; milliseconds since 1970. */
  readonly atMs: number;
  readonly spanMs: number;
  /** The longest turn of the event loop. */
  readonly turnMs: number;
  /** CPU of the main thread. */
  readonly cpuMs: number;
  /** How long the main thread could have run, and other processes had the cores. */
  readonly waitedMs: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
}

/** Nanoseconds that the main thread waited for a core so far. Source: sched-stats of the kernel. */
function waitedNs(): number {
  const [, waited] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(waited);
}

function start(): void {
  const file = path.join(homedir(), `probe-${process.pid}.jsonl`);
  const delays = monitorEventLoopDelay({ samplePerIteration: true });
  delays.enable();
  let last = { atMs: performance.now(), cpu: process.threadCpuUsage(), waitedNs: waitedNs() };
  const sample = (): void => {
    const now = { atMs: performance.now(), cpu: process.threadCpuUsage(), waitedNs: waitedNs() };
    const cpuUs = now.cpu.user + now.cpu.system - last.cpu.user - last.cpu.system;
    const { rss, heapUsed } = process.memoryUsage();
    const seen: LoopSample = {
      atMs: Date.now(),
      spanMs: now.atMs - last.atMs,
      turnMs: delays.count === 0 ? 0 : delays.max / nsPerMs,
      cpuMs: cpuUs / usPerMs,
      waitedMs: (now.waitedNs - last.waitedNs) / nsPerMs,
      residentBytes: rss,
      heapBytes: heapUsed,
    };
    delays.reset();
    last = now;
    appendFileSync(file, `${JSON.stringify(seen)}\n`);
  };
  setInterval(sample, everyMs).unref();
}

if (isMainThread) start();
