/**
 * Loaded into each process of the shop with `--require`. Every 100 ms it appends a JSON line with
 * the turn times of the event loop, the CPU of the main thread and the memory to a file in HOME.
 * After SIGUSR2 it collects all garbage, and reports how much memory is in use.
 */
import { createWriteStream, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import { nsPerMs, usPerMs } from '../../platform/values/time';

const everyMs = 100;

/** A measurement of one process over an interval. */
export interface LoopSample {
  /** End of the interval, in milliseconds since 1970. */
  readonly atMs: number;
  readonly spanMs: number;
  /** The longest turn of the event loop; 0 beside a collection for `liveBytes`. */
  readonly turnMs: number;
  /** CPU time of the main thread. */
  readonly cpuMs: number;
  /** Time that the main thread was runnable and waited for a core. */
  readonly waitedMs: number;
  /** The longest pause for garbage collection; 0 like `turnMs`. */
  readonly collectedMs: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
  /** Memory in use after a full collection, buffers included; only in the sample after SIGUSR2. */
  readonly liveBytes?: number;
}

/** Nanoseconds that the main thread has waited for a core, from the kernel's schedstat. */
function waitedNs(): number {
  const [, waited] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(waited);
}

function start(): void {
  // Writes are asynchronous: a synchronous one on a busy disk would be measured as a long turn.
  const samples = createWriteStream(path.join(homedir(), `probe-${process.pid}.jsonl`));
  const delays = monitorEventLoopDelay({ samplePerIteration: true });
  delays.enable();
  let collectedMs = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) collectedMs = Math.max(collectedMs, duration);
  }).observe({ entryTypes: ['gc'] });
  let last = { atMs: performance.now(), cpu: process.threadCpuUsage(), waitedNs: waitedNs() };
  let liveBytes: number | undefined;
  let turnsToIgnore = 0;
  const sample = (): void => {
    const now = { atMs: performance.now(), cpu: process.threadCpuUsage(), waitedNs: waitedNs() };
    const cpuUs = now.cpu.user + now.cpu.system - last.cpu.user - last.cpu.system;
    const { rss, heapUsed } = process.memoryUsage();
    const seen: LoopSample = {
      atMs: Date.now(),
      spanMs: now.atMs - last.atMs,
      turnMs: delays.count === 0 || turnsToIgnore > 0 ? 0 : delays.max / nsPerMs,
      cpuMs: cpuUs / usPerMs,
      waitedMs: (now.waitedNs - last.waitedNs) / nsPerMs,
      collectedMs: turnsToIgnore > 0 ? 0 : collectedMs,
      residentBytes: rss,
      heapBytes: heapUsed,
      liveBytes,
    };
    liveBytes = undefined;
    collectedMs = 0;
    turnsToIgnore = Math.max(0, turnsToIgnore - 1);
    delays.reset();
    last = now;
    samples.write(`${JSON.stringify(seen)}\n`);
  };
  setInterval(sample, everyMs).unref();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  process.on('SIGUSR2', () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    liveBytes = heapUsed + external;
    // The turn that collects ends before the next sample or after it.
    turnsToIgnore = 2;
  });
}

if (isMainThread) start();
