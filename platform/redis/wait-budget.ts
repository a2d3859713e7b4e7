import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import { whenClosed } from '../requests/when-closed';

/**
 * The age at which a request counts as an open stream, whose later commands are not one request.
 * @exceeded each command waits by itself, like those of background work
 * @test platform/redis/bounded-commands.test.ts
 */
export const budgetLifetimeMs = 10_000;

/**
 * Milliseconds in which the event loop of this process has waited. A reply that came while it did
 * other work was read late, and Redis was not slow.
 */
const idleMs = (): number => performance.nodeTiming.idleTime;

/**
 * The time that one request may wait for Redis, in all its commands together. Commands that were
 * answered take the time in which this process was idle, and one without a reply takes the rest.
 */
export class WaitBudget {
  private waitedMs = 0;
  private pending = 0;
  private idleBeforeMs = 0;
  private isClosed = false;
  private readonly endsAtMs = performance.now() + budgetLifetimeMs;

  constructor(private readonly totalMs: number) {}

  /** The rest; null once the request has ended, when whatever still runs is background work. */
  get leftMs(): number | null {
    if (this.isClosed || performance.now() > this.endsAtMs) return null;
    const waiting = this.pending > 0 ? idleMs() - this.idleBeforeMs : 0;
    return Math.max(0, Math.floor(this.totalMs - this.waitedMs - waiting));
  }

  begin(): void {
    if (this.pending === 0) this.idleBeforeMs = idleMs();
    this.pending += 1;
  }

  end(): void {
    this.pending -= 1;
    if (this.pending === 0) this.waitedMs += idleMs() - this.idleBeforeMs;
  }

  /** Called when a command had no reply in time. */
  spend(): void {
    this.waitedMs = this.totalMs;
  }

  close(): void {
    this.isClosed = true;
  }
}

const budgets = new AsyncLocalStorage<WaitBudget>();

/** The budget of the request that this code runs for; undefined in background work. */
export const currentWaitBudget = (): WaitBudget | undefined => budgets.getStore();

/** Handles a request, which has this time for Redis until the budget is closed. */
export const withinBudget = <Value>(budget: WaitBudget, handle: () => Value): Value =>
  budgets.run(budget, handle);

/** Handles a request until its response is closed, with a budget of `totalMs` for Redis. */
export function withinRedisWait(totalMs: number, response: EventEmitter, handle: () => void): void {
  const budget = new WaitBudget(totalMs);
  whenClosed(response, () => budget.close());
  withinBudget(budget, handle);
}

/** Starts work that continues after the request. */
export const outsideRequest = <Value>(action: () => Value): Value => budgets.exit(action);
