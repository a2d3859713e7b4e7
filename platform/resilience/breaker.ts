import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';
import type { Registry } from 'prom-client';
import { type BreakerState, breakerState } from './breaker-state';
import { withDeadline } from './deadline';
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

const states: Record<CircuitState, BreakerState> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/**
 * A circuit breaker: after repeated failures calls fail at once, and the callee can recover.
 */
export class Breaker {
  private readonly policy: CircuitBreakerPolicy;

  constructor(private readonly options: BreakerOptions) {
    this.policy = circuitBreaker(handleWhen(options.isFault), {
      breaker: new ConsecutiveBreaker(options.settings.breakerFailures),
      halfOpenAfter: options.settings.breakerPauseMs,
    });
    const record = breakerState(options.registry, options.name, 'faults');
    this.policy.onStateChange((state) => record(states[state]));
  }

  /** @throws BreakerOpenError without a call; otherwise what the call threw. */
  async call<Value>(
    action: (signal: AbortSignal) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<Value> {
    try {
      const outcome = await this.policy.execute(() =>
        withDeadline(deadlineMs, action, signal).then(
          (value) => ({ value }),
          (error: unknown) => {
            if (callerHasLeft(signal)) return { error };
            throw error;
          },
        ),
      );
      if ('value' in outcome) return outcome.value;
      throw outcome.error;
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error;
      throw new BreakerOpenError(`${this.options.name} is not called: it failed too often.`, {
        cause: error,
      });
    }
  }
}

/** An aborted call says nothing about the callee; an exceeded deadline does. */
function callerHasLeft(signal: AbortSignal): boolean {
  return (
    signal.aborted && (signal.reason as { name?: unknown } | undefined)?.name !== 'TimeoutError'
  );
}
