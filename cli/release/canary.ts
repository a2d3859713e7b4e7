import { setTimeout as pause } from 'node:timers/promises';
import type { Balancer } from './balancer';
import { judge, type Rejection } from './gates';
import type { Slot } from './haproxy';
import type { Step } from './profiles';
import { lookEveryMs, type Sampling } from './sampling';
import { isRunning, type Version } from './state';

/** A version that has just been started is slow until its code is compiled. */
const warmUpMs = 10_000;
/** A version whose counters are unknown for longer is rolled back: nothing judges it. */
const silentMsMax = 60_000;
const percent = 100;

export interface RolledBack {
  readonly reason: string;
  /** Time between the beginning of the step and the decision. */
  readonly decidedAfterMs: number;
  /** Time between the decision and the end of requests to the new version. */
  readonly switchedAfterMs: number;
}

const sentenceOf = ({ gate, counts, expectedShare }: Rejection): string => {
  const share = (value: number) => `${(value * percent).toFixed(1)} %`;
  const seen = share(counts.bad / counts.all);
  return `${gate}: ${counts.bad} of ${counts.all} (${seen}), where ${share(expectedShare)} may be`;
};

export interface CanaryOptions {
  readonly version: Version;
  /** The version that it is compared with. */
  readonly before: Slot;
  readonly sampling: Sampling;
  readonly balancer: Balancer;
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A version that gets more requests with each step, while it is compared with the previous one. */
export class Canary {
  private warmAtMs = 0;

  constructor(private readonly options: CanaryOptions) {}

  /**
   * @returns null if the version has passed every step.
   * @throws the reason of the signal, if it is aborted; the version has requests then.
   */
  async advance(steps: readonly Step[]): Promise<RolledBack | null> {
    const { version, before, sampling, balancer, say } = this.options;
    const { slot } = version;
    this.warmAtMs = performance.now() + warmUpMs;
    for (const step of steps) {
      await sampling.begin(slot);
      await balancer.control.divide(slot, step.percent);
      say(`${slot} has ${step.percent} % of the requests`);
      const startedAt = performance.now();
      const reason = await this.watch(step, steps.length);
      if (reason === null) continue;
      const decidedAt = performance.now();
      await balancer.giveAll(before);
      const switchedAfterMs = performance.now() - decidedAt;
      say(`rolled back: ${reason}`);
      return { reason, decidedAfterMs: decidedAt - startedAt, switchedAfterMs };
    }
    return null;
  }

  /** @returns why the version must be rolled back; null if the step has passed. */
  private async watch({ seconds }: Step, tests: number): Promise<string | null> {
    const { version, before, sampling, balancer, signal } = this.options;
    const endsAt = performance.now() + seconds * 1_000;
    while (performance.now() < endsAt) {
      await pause(lookEveryMs);
      signal?.throwIfAborted();
      if (!isRunning(version)) return 'its process has ended';
      const { status } = await balancer.control.statsOf(version.slot);
      if (status.startsWith('DOWN')) return 'it fails its health checks';
      const sample = await sampling.since(version.slot, before);
      if (sampling.silentMs(version.slot) > silentMsMax)
        return 'its metrics are not known any more';
      const rejection = judge(sample.after, sample.before, tests);
      if (rejection !== null) return sentenceOf(rejection);
      if (sampling.memoryFault !== null) return sampling.memoryFault;
      if (performance.now() < this.warmAtMs) sampling.forgetSlow(version.slot);
    }
    return null;
  }
}
