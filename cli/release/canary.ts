import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../program/results';
import type { Balancer } from './balancer';
import { judge, type Rejection } from './gates';
import type { Slot } from './haproxy';
import type { Step } from './profiles';
import { pollIntervalMs, type Sampling } from './sampling';
import { isRunning, type Version } from './state';
import type { StepChecks } from './step-checks';

/** The warm-up of a new version: it is slow until V8 has compiled its code. */
const warmUpMs = 10_000;
/**
 * The time after which a version with unknown counters is rolled back, because it cannot be judged.
 */
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
  return `${gate}: ${counts.bad} of ${counts.all} (${seen}), where ${share(expectedShare)} is allowed`;
};

export interface CanaryOptions {
  readonly version: Version;
  /** The version that it is compared with. */
  readonly before: Slot;
  readonly sampling: Sampling;
  readonly balancer: Balancer;
  readonly checks: StepChecks;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** The checks of a step that run beside the gates. */
interface Checking {
  isDone: boolean;
  reason: string | null;
}

/** A version that gets more requests with each step, while it is compared with the previous one. */
export class Canary {
  private warmAtMs = 0;

  constructor(private readonly options: CanaryOptions) {}

  /**
   * @returns null if the version has passed every step.
   * @throws the reason of the signal, if it is aborted; the version still has requests then.
   */
  async advance(steps: readonly Step[]): Promise<RolledBack | null> {
    const { version, sampling, balancer, log } = this.options;
    const { slot } = version;
    const early = await this.checkBefore();
    if (early !== null) return this.rollBack(early, performance.now());
    this.warmAtMs = performance.now() + warmUpMs;
    for (const step of steps) {
      await sampling.begin(slot);
      await balancer.control.divide(slot, step.percent);
      log(`${slot} has ${step.percent} % of the requests`);
      const startedAt = performance.now();
      const reason = await this.watchStep(step, steps.length);
      if (reason !== null) return this.rollBack(reason, startedAt);
    }
    return null;
  }

  private async rollBack(reason: string, startedAt: number): Promise<RolledBack> {
    const { before, balancer, log } = this.options;
    const decidedAt = performance.now();
    await balancer.giveAll(before);
    const switchedAfterMs = performance.now() - decidedAt;
    log(`rolled back: ${reason}`);
    return { reason, decidedAfterMs: decidedAt - startedAt, switchedAfterMs };
  }

  /** Runs the checks before the new version answers users. */
  private async checkBefore(): Promise<string | null> {
    const { before, sampling, checks, signal = new AbortController().signal } = this.options;
    const reason = await sampling.during(before, checks.run(0, signal));
    signal.throwIfAborted();
    return reason;
  }

  /** Watches the version while its checks of this step run, which end with the step. */
  private async watchStep(step: Step, tests: number): Promise<string | null> {
    const ending = new AbortController();
    const checking: Checking = { isDone: false, reason: null };
    const finish = (reason: string | null) => Object.assign(checking, { isDone: true, reason });
    const running = this.options.checks
      .run(step.percent, ending.signal)
      .then(finish, (error: unknown) => finish(`its checks failed: ${messageOf(error)}`));
    try {
      return await this.watch(step, tests, checking);
    } finally {
      ending.abort();
      await running;
    }
  }

  /** @returns why the version must be rolled back; null if the step has passed. */
  private async watch(
    { seconds }: Step,
    tests: number,
    checking: Checking,
  ): Promise<string | null> {
    const { version, sampling, signal } = this.options;
    const endsAt = performance.now() + seconds * 1_000;
    while (performance.now() < endsAt || !checking.isDone) {
      await pause(pollIntervalMs);
      signal?.throwIfAborted();
      const fault = checking.reason ?? (await this.look(tests));
      if (fault !== null) return fault;
      if (performance.now() < this.warmAtMs) sampling.forgetSlow(version.slot);
    }
    return checking.reason;
  }

  /** @returns why the version must be rolled back; null if there is no reason so far. */
  private async look(tests: number): Promise<string | null> {
    const { version, before, sampling, balancer } = this.options;
    if (!isRunning(version)) return 'its process has ended';
    const { status } = await balancer.control.statsOf(version.slot);
    if (status.startsWith('DOWN')) return 'it fails its health checks';
    const sample = await sampling.since(version.slot, before);
    if (sampling.silentMs(version.slot) > silentMsMax) return 'its metrics have stopped arriving';
    const rejection = judge(sample.after, sample.before, tests);
    return rejection === null ? sampling.memoryFault : sentenceOf(rejection);
  }
}
