import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';
import type { Registry } from 'prom-client';
import { gaugeIn } from '../telemetry/instruments';
import { withDeadline } from './deadline';

export interface BreakerOptions {
  /** Name of the callee in metrics and errors. */
  readonly name: string;
  readonly registry: Registry;
  /** Whether an error means that the callee is unhealthy; other errors are answers. */
  readonly isFault: (error: unknown) => boolean;
}

/** Consecutive failures that open the breaker. */
const faultsInARow = 20;
/** Time after which one trial call is made (half open); other calls fail until it succeeds. */
const halfOpenAfterMs = 1_000;
/** Deadline for calls that have none; exceeding it counts as a failure. */
const deadlineMs = 15_000;

/** The breaker is open: no call was made. */
export class BreakerOpenError extends Error {
  override readonly name = 'BreakerOpenError';
}

/** Values of `outgoing_breaker_state`. */
const stateValues: Record<CircuitState, number> = {
  [CircuitState.Closed]: 0,
  [CircuitState.HalfOpen]: 1,
  [CircuitState.Open]: 2,
  [CircuitState.Isolated]: 2,
};

/**
 * A circuit breaker: after repeated failures calls fail at once, and the callee can recover.
 */
export class Breaker {
  private readonly policy: CircuitBreakerPolicy;

  constructor(private readonly options: BreakerOptions) {
    this.policy = circuitBreaker(handleWhen(options.isFault), {
      breaker: new ConsecutiveBreaker(faultsInARow),
      halfOpenAfter: halfOpenAfterMs,
    });
    this.measure();
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

  private measure(): void {
    const { name: target, registry } = this.options;
    const gauge = gaugeIn(registry, {
      name: 'outgoing_breaker_state',
      help: 'State of the circuit breaker: 0 closed, 1 half open, 2 open.',
      labelNames: ['target'],
    });
    gauge.set({ target }, stateValues[this.policy.state]);
    this.policy.onStateChange((state) => gauge.set({ target }, stateValues[state]));
  }
}

/** An aborted call says nothing about the callee; an exceeded deadline does. */
function callerHasLeft(signal: AbortSignal): boolean {
  return (
    signal.aborted && (signal.reason as { name?: unknown } | undefined)?.name !== 'TimeoutError'
  );
}
