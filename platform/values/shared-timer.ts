import { LinkedList } from './linked-list';
import { whenLate } from './when-late';

interface Wait {
  readonly dueAtMs: number;
  readonly onLate: () => void;
}

const never = Number.POSITIVE_INFINITY;

/**
 * One timer for many waits that nearly all end before they are due, e.g. the deadlines of requests:
 * a timer for each costs more than the wait. It does not keep the process alive.
 */
export class SharedTimer {
  private readonly waits = new LinkedList<Wait>();
  private wakesAtMs = never;
  private cancelTimer: () => void = () => undefined;

  /**
   * Calls `onLate` after `ms`, as `whenLate` does.
   * @returns how to cancel it.
   */
  add(ms: number, onLate: () => void): () => void {
    const dueAtMs = performance.now() + ms;
    const wait = this.waits.add({ dueAtMs, onLate });
    if (dueAtMs < this.wakesAtMs) this.wakeAt(dueAtMs, ms);
    return () => wait.remove();
  }

  private wakeAt(atMs: number, inMs: number): void {
    this.cancelTimer();
    this.wakesAtMs = atMs;
    this.cancelTimer = whenLate(Math.max(0, Math.ceil(inMs)), () => this.endLate(), false);
  }

  private endLate(): void {
    this.wakesAtMs = never;
    const nowMs = performance.now();
    let nextAtMs = never;
    for (const wait of this.waits.entries()) {
      const { dueAtMs, onLate } = wait.value;
      if (dueAtMs > nowMs) nextAtMs = Math.min(nextAtMs, dueAtMs);
      else if (wait.isIn) {
        wait.remove();
        onLate();
      }
    }
    // A wait that was added by `onLate` may have set the timer already.
    if (nextAtMs < this.wakesAtMs) this.wakeAt(nextAtMs, nextAtMs - nowMs);
  }
}
