import type { Registry } from 'prom-client';
import { type BreakerState, breakerState } from './breaker-state';
import { withDeadline, withinSignal } from './deadline';
import type { ResilienceSettings } from './resilience-settings';

export interface BreakerOptions {
  /** Name of the callee in metrics and errors. */
  readonly name: string;
  readonly registry: Registry;
  /** Whether an error means that the callee is unhealthy; other errors are answers. */
  readonly isFault: (error: unknown) => boolean;
  readonly settings: ResilienceSettings;
}

/** Deadline for calls that have none; exceeding it counts as a failure. */
const deadlineMs = 15_000;

/** The breaker is open: no call was made. */
export class BreakerOpenError extends Error {
  override readonly name = 'BreakerOpenError';
}

type Action<Value> = (signal: AbortSignal) => Promise<Value>;

/**
 * A circuit breaker: after consecutive faults calls fail at once for a pause, and the callee can
 * recover. Then one call tries, and the others wait for its result.
 */
export class Breaker {
  private faults = 0;
  /** Null while it is closed. */
  private openedAtMs: number | null = null;
  /** The call that tries; resolves when it is over, and never rejects. */
  private trial: Promise<void> | null = null;
  private readonly record: (state: BreakerState) => void;

  constructor(private readonly options: BreakerOptions) {
    this.record = breakerState(options.registry, options.name, 'faults');
  }

  /** @throws BreakerOpenError without a call; otherwise what the call threw. */
  async call<Value>(action: Action<Value>, signal: AbortSignal): Promise<Value> {
    while (this.trial !== null) {
      await withinSignal(this.trial, signal).catch((cause: unknown) => this.refuse(cause));
    }
    if (this.openedAtMs === null) return this.judged(action, signal, false);
    if (performance.now() - this.openedAtMs < this.options.settings.breakerPauseMs) this.refuse();
    this.record('half open');
    const call = this.judged(action, signal, true);
    const end = () => {
      this.trial = null;
    };
    this.trial = call.then(end, end);
    return call;
  }

  private refuse(cause?: unknown): never {
    const message = `${this.options.name} is not called: it failed too often.`;
    throw new BreakerOpenError(message, { cause });
  }

  /** Only the call that tries says anything about a callee that is not called. */
  private async judged<Value>(
    action: Action<Value>,
    signal: AbortSignal,
    isTrial: boolean,
  ): Promise<Value> {
    try {
      const value = await withDeadline(deadlineMs, action, signal);
      if (this.openedAtMs === null || isTrial) this.close();
      return value;
    } catch (error) {
      if (callerHasLeft(signal)) {
        // The next call tries at once.
        if (isTrial) this.record('open');
      } else if (this.openedAtMs === null || isTrial) {
        if (this.options.isFault(error)) this.countFault(isTrial);
        else this.close();
      }
      throw error;
    }
  }

  private countFault(isTrial: boolean): void {
    this.faults += 1;
    if (!isTrial && this.faults < this.options.settings.breakerFailures) return;
    this.openedAtMs = performance.now();
    this.record('open');
  }

  private close(): void {
    this.faults = 0;
    if (this.openedAtMs === null) return;
    this.openedAtMs = null;
    this.record('closed');
  }
}

/** An aborted call says nothing about the callee; an exceeded deadline does. */
function callerHasLeft(signal: AbortSignal): boolean {
  return (
    signal.aborted && (signal.reason as { name?: unknown } | undefined)?.name !== 'TimeoutError'
  );
}
