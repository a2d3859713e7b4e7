/** What operators may change about calls that leave a process. */
export interface ResilienceSettings {
  /** Time without an answer to open calls after which a service is asked whether it is ready. */
  readonly silenceMs: number;
  /** Calls that may be sent to another instance, per hundred. */
  readonly retriesPercent: number;
  /** Consecutive failures after which a provider or a service is not called. */
  readonly breakerFailures: number;
  /** How long it is not called, before one call tries. */
  readonly breakerPauseMs: number;
}

export const defaultResilience: ResilienceSettings = {
  silenceMs: 1_000,
  retriesPercent: 10,
  breakerFailures: 20,
  breakerPauseMs: 1_000,
};
