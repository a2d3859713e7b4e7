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
  /** What is called, as metrics and errors name it. */
  readonly name: string;
  readonly registry: Registry;
  /** Whether an error says that the other side is not well; anything else is an answer. */
  readonly isFault: (error: unknown) => boolean;
}

/** So many calls in a row have to fail before nobody calls any more. */
const faultsInARow = 20;
/** After so long one call tries whether the other side is back; the others wait for what it says. */
const halfOpenAfterMs = 1_000;
/** A call without a deadline of its own ends after so long, and is a fault. */
const deadlineMs = 15_000;

/** Not called at all: the last calls failed. Nothing has happened at the other side. */
export class BreakerOpenError extends Error {
  override readonly name = 'BreakerOpenError';
}

/** What `outgoing_breaker_state` says. */
const stateValues: Record<CircuitState, number> = {
  [CircuitState.Closed]: 0,
  [CircuitState.HalfOpen]: 1,
  [CircuitState.Open]: 2,
  [CircuitState.Isolated]: 2,
};

/**
 * Stops calling somebody who fails every time: callers learn at once that it is no use, and the
 * other side is left in peace to come back.
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
            if (callerHasGone(signal)) return { error };
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
      help: 'Whether somebody is called: 0 yes, 1 one call to try, 2 no, for calls kept failing.',
      labelNames: ['target'],
    });
    gauge.set({ target }, stateValues[this.policy.state]);
    this.policy.onStateChange((state) => gauge.set({ target }, stateValues[state]));
  }
}

/** A caller that went away says nothing of the other side; one whose time was over does. */
function callerHasGone(signal: AbortSignal): boolean {
  return (
    signal.aborted && (signal.reason as { name?: unknown } | undefined)?.name !== 'TimeoutError'
  );
}
