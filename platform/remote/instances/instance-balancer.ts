import { TimeoutError } from '../../resilience/deadline';
import type { Logger } from '../../telemetry/logger';
import { isConnectionRefused } from '../call-errors';
import * as limits from '../limits';
import type { InstanceMetrics } from '../metrics';
import type { ConnectionPool, WaitingCall } from '../wire/connection-pool';
import { type Balancing, type ChooseInstance, chooserOf } from './choose-instance';
import { type CallEnd, Instance } from './instance';
import { type InstanceAddress, type InstanceSource, instanceName } from './instance-source';
import { RetryBudget } from './retry-budget';

export interface BalancerOptions {
  readonly service: string;
  readonly source: InstanceSource;
  readonly balancing: Balancing;
  /** Opens connections to an instance; they connect when they are used. */
  readonly connect: (address: InstanceAddress, connectionsMax: number) => ConnectionPool;
  readonly connectionsMax: number;
  readonly metrics: InstanceMetrics;
  readonly logger: Logger;
  /** Time without an answer to open calls after which an instance is asked whether it is ready. */
  readonly silenceMs: number;
  /** Retries that each call adds to the budget. */
  readonly retriesPerCall: number;
  /** Called when an ejected instance does not answer: calls that wait for it may be taken back. */
  readonly onSilent: () => void;
}

/** A call that was sent to an instance. */
class Attempt implements WaitingCall {
  readonly request: string;
  readonly signal: AbortSignal;
  private isEnded = false;

  constructor(
    private readonly call: WaitingCall,
    readonly instance: Instance,
    private readonly previous: Attempt | undefined,
    nowMs: number,
    private readonly onDone: (call: WaitingCall, attempt: Attempt) => void,
  ) {
    this.request = call.request;
    this.signal = call.signal;
    instance.beginCall(nowMs);
  }

  hasTried(instance: Instance): boolean {
    return this.instance === instance || (this.previous?.hasTried(instance) ?? false);
  }

  onSent(isReused: boolean): void {
    this.call.onSent(isReused);
  }

  onHead(status: number): void {
    this.call.onHead(status);
  }

  onAnswer(status: number, text: string): void {
    if (!this.end(status >= 500 ? 'failed' : 'answered')) return;
    this.call.onAnswer(status, text);
    this.onDone(this.call, this);
  }

  onNotConnected(error: Error): void {
    if (!this.end('unreachable')) return;
    this.call.onNotConnected(error);
    this.onDone(this.call, this);
  }

  onFailure(error: Error): void {
    if (!this.end('failed')) return;
    this.call.onFailure(error);
    this.onDone(this.call, this);
  }

  /** @returns false if it has ended before. */
  end(how: CallEnd): boolean {
    if (this.isEnded) return false;
    this.isEnded = true;
    this.instance.endCall(how);
    return true;
  }
}

/** Sends each call to one of the instances of a service, and to another one where that is safe. */
export class InstanceBalancer {
  private readonly instances = new Map<string, Instance>();
  private all: readonly Instance[] = [];
  private healthy: readonly Instance[] = [];
  /** Instances that were removed while calls waited for their answers. */
  private readonly removed = new Set<Instance>();
  private readonly attempts = new WeakMap<WaitingCall, Attempt>();
  /** Calls that wait until an instance is known. */
  private readonly early = new Set<WaitingCall>();
  private earlyTimer: NodeJS.Timeout | undefined;
  private readonly retries: RetryBudget;
  private readonly choose: ChooseInstance;
  private readonly stopFollowing: () => void;
  private isClosed = false;
  /** Looks for instances that do not answer, while there are calls. */
  private checkTimer: NodeJS.Timeout | null = null;

  constructor(private readonly options: BalancerOptions) {
    this.choose = chooserOf(options.balancing);
    this.retries = new RetryBudget(options.retriesPerCall);
    this.stopFollowing = options.source.follow((addresses) => this.follow(addresses));
  }

  dispatch(call: WaitingCall): void {
    if (this.isClosed) return call.onFailure(new Error('The connections are closed.'));
    if (this.all.length === 0) return this.waitForInstance(call);
    const previous = this.attempts.get(call);
    if (previous === undefined) this.retries.addCall();
    const instance = this.choose(this.candidates(previous));
    const attempt = new Attempt(call, instance, previous, performance.now(), this.forget);
    this.attempts.set(call, attempt);
    instance.calls.dispatch(attempt);
    if (this.checkTimer === null) this.scheduleCheck();
  }

  /**
   * Whether another instance may get a call that failed.
   * @param isSent whether the instance may have read it; then a retry of the budget is used.
   */
  mayTryAnother(call: WaitingCall, isSent: boolean): boolean {
    const attempt = this.attempts.get(call);
    if (attempt === undefined) return false;
    if (this.healthy.every((instance) => attempt.hasTried(instance))) return false;
    if (isSent && !this.retries.takeRetry()) return false;
    this.options.metrics.retried();
    return true;
  }

  /**
   * Ends the attempt of a call at an ejected instance, if another instance may get the call.
   * @returns whether it may; the caller dispatches it again.
   */
  takeBack(call: WaitingCall, isSent: boolean): boolean {
    const attempt = this.attempts.get(call);
    if (!attempt?.instance.isEjected || !this.mayTryAnother(call, isSent)) return false;
    attempt.end('aborted');
    attempt.instance.calls.abort(attempt, new Error('Another instance gets the call.'));
    return true;
  }

  abort(call: WaitingCall, reason: unknown): void {
    if (this.early.delete(call)) return;
    const attempt = this.attempts.get(call);
    if (attempt === undefined) return;
    attempt.end('aborted');
    this.attempts.delete(call);
    attempt.instance.calls.abort(attempt, reason);
  }

  /**
   * Whether an instance is ready.
   * @throws TimeoutError if none answers; the first error if all of them refuse connections.
   */
  async isReady(): Promise<boolean> {
    const said = await Promise.allSettled(this.all.map((instance) => instance.isReady()));
    const answers = said.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    if (answers.length > 0) return answers.includes(true);
    const errors = said.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
    if (errors.length > 0 && errors.every(isConnectionRefused)) throw errors[0];
    throw new TimeoutError(`No instance of ${this.options.service} answers.`);
  }

  renew(): void {
    for (const instance of this.all) instance.renew();
  }

  close(): void {
    this.isClosed = true;
    this.stopFollowing();
    clearTimeout(this.earlyTimer);
    if (this.checkTimer !== null) clearTimeout(this.checkTimer);
    this.failEarly('The connections are closed.');
    for (const instance of this.all) instance.close();
  }

  private candidates(previous: Attempt | undefined): readonly Instance[] {
    // When all are ejected, the reason is more likely something that they share.
    const usable = this.healthy.length > 0 ? this.healthy : this.all;
    if (previous === undefined) return usable;
    const untried = usable.filter((instance) => !previous.hasTried(instance));
    return untried.length > 0 ? untried : usable;
  }

  private scheduleCheck(): void {
    this.checkTimer = setTimeout(() => this.checkSilence(), this.options.silenceMs / 2).unref();
  }

  /** The last call may be the one that waits, so the next one is not waited for. */
  private checkSilence(): void {
    this.checkTimer = null;
    const nowMs = performance.now();
    for (const instance of this.removed) {
      if (instance.outstanding === 0) this.removed.delete(instance);
    }
    for (const instance of [...this.healthy, ...this.removed]) instance.checkSilence(nowMs);
    const isWaitedFor = this.all.some(({ outstanding }) => outstanding > 0);
    if (isWaitedFor || this.removed.size > 0) this.scheduleCheck();
  }

  private readonly forget = (call: WaitingCall, attempt: Attempt): void => {
    if (this.attempts.get(call) === attempt) this.attempts.delete(call);
  };

  private follow(addresses: readonly InstanceAddress[]): void {
    if (this.isClosed || addresses.length === 0) return;
    const named = new Map(addresses.map((address) => [instanceName(address), address]));
    for (const [name, instance] of this.instances) {
      if (named.has(name)) continue;
      this.instances.delete(name);
      instance.retire();
      if (instance.outstanding > 0) this.removed.add(instance);
    }
    for (const [name, address] of named) {
      if (!this.instances.has(name)) this.instances.set(name, this.open(name, address));
    }
    this.all = [...this.instances.values()];
    this.sortByHealth();
    const { logger, service } = this.options;
    logger.debug({ service, instances: [...named.keys()] }, 'instances found');
    clearTimeout(this.earlyTimer);
    for (const call of this.early) {
      this.early.delete(call);
      this.dispatch(call);
    }
  }

  private open(name: string, address: InstanceAddress): Instance {
    const { service, connect, connectionsMax, metrics, logger, silenceMs, onSilent } = this.options;
    return new Instance({
      service,
      name,
      calls: connect(address, connectionsMax),
      readiness: connect(address, limits.readinessSocketsMax),
      metrics,
      logger,
      silenceMs,
      onHealth: () => this.sortByHealth(),
      onSilent,
    });
  }

  private sortByHealth(): void {
    this.healthy = this.all.filter(({ isEjected }) => !isEjected);
  }

  private waitForInstance(call: WaitingCall): void {
    if (this.early.size === 0) {
      // One is left over when the only call that waited was aborted.
      clearTimeout(this.earlyTimer);
      const fail = () => this.failEarly(`No instance of ${this.options.service} is known.`);
      this.earlyTimer = setTimeout(fail, limits.connectDeadlineMs).unref();
    }
    this.early.add(call);
  }

  private failEarly(message: string): void {
    const waiting = [...this.early];
    this.early.clear();
    for (const call of waiting) call.onFailure(new Error(message));
  }
}
