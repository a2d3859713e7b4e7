import type { RequestScope } from '../../../platform/graphql/request-scope';
import type { JournalRow } from '../store/journal-row';

/** The caller of a change or of a wait, known by its signal. */
export type Caller = Pick<RequestScope, 'signal'>;
export type HasReached = (order: JournalRow) => boolean;

/**
 * The waits of a request for states of orders. Together they take as long as one of them may, so
 * that a request with several mutations is answered before its deadline; later ones get a tenth at
 * least, in which what works is done.
 */
export class RequestWaits {
  /** Milliseconds that requests have waited, by their signals. */
  private readonly waitedMs = new WeakMap<AbortSignal, number>();

  /** @param waitMs how long the waits of a request may take together, read on each use. */
  constructor(private readonly waitMs: () => number) {}

  async within<Value>(
    signal: AbortSignal,
    wait: (deadlineMs: number) => Promise<Value>,
  ): Promise<Value> {
    const waitMs = this.waitMs();
    const before = this.waitedMs.get(signal) ?? 0;
    const begunAtMs = performance.now();
    const value = await wait(Math.max(waitMs - before, waitMs / 10));
    this.waitedMs.set(signal, before + performance.now() - begunAtMs);
    return value;
  }
}
