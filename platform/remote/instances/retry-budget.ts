/**
 * Retries that are available at once, after calls that needed none.
 * @exceeded the call fails as if there were no other instance
 * @test platform/remote/instances/retry-budget.test.ts
 */
export const savedRetriesMax = 20;

/**
 * Limits retries to a share of all calls, so that a service that fails under its load does not get
 * a second load of retries.
 */
export class RetryBudget {
  private saved = savedRetriesMax;

  /** @param retriesPerCall what each call adds, e.g. a tenth of a retry. */
  constructor(private readonly retriesPerCall: number) {}

  addCall(): void {
    if (this.saved < savedRetriesMax) this.saved += this.retriesPerCall;
  }

  /** @returns whether a call may be sent again. */
  takeRetry(): boolean {
    if (this.saved < 1) return false;
    this.saved -= 1;
    return true;
  }
}
