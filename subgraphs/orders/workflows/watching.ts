import { setTimeout as wait } from 'node:timers/promises';
import type { JournalRow } from '../store/journal-row';

const firstPollMs = 100;
const pollMsMax = 2_000;

type Listener = (order: JournalRow) => void;

/** Lets requests wait for what a workflow, here or in another process, makes of an order. */
export class Watching {
  private readonly listeners = new Map<string, Set<Listener>>();

  constructor(private readonly read: (orderId: string) => Promise<JournalRow | null>) {}

  /** Tells everybody here who waits for the order. */
  readonly publish = (order: JournalRow): void => {
    for (const listener of this.listeners.get(order.id) ?? []) listener(order);
  };

  /** Another process wrote the order; without an id, it may have been any. */
  readonly changedElsewhere = async (orderId: string): Promise<void> => {
    const ids = orderId === '' ? [...this.listeners.keys()] : [orderId];
    const watched = ids.filter((id) => this.listeners.has(id));
    const orders = await Promise.all(watched.map((id) => this.read(id)));
    for (const order of orders) if (order) this.publish(order);
  };

  /**
   * The order as soon as it is as wanted. One is told of what happens in this process, and of
   * orders that another took over. Only the same request sent to two processes at once is left to
   * the poll, which is slower each time.
   * @returns the order as it was last seen, wanted or not, once the deadline is over.
   */
  async until(
    first: JournalRow,
    isAsWanted: (order: JournalRow) => boolean,
    deadlineMs: number,
  ): Promise<JournalRow> {
    if (isAsWanted(first)) return first;
    const ended = new AbortController();
    let latest = first;
    const told = new Promise<void>((resolve) => {
      const stop = this.listen(first.id, (order) => {
        latest = order;
        if (isAsWanted(order)) resolve();
      });
      ended.signal.addEventListener('abort', stop, { once: true });
    });
    const polled = this.poll(first.id, deadlineMs, ended.signal, (order) => {
      latest = order;
      return isAsWanted(order);
    });
    try {
      await Promise.race([told, polled]);
      return latest;
    } finally {
      ended.abort();
    }
  }

  private listen(orderId: string, listener: Listener): () => void {
    const all = this.listeners.get(orderId) ?? new Set();
    this.listeners.set(orderId, all.add(listener));
    return () => {
      all.delete(listener);
      if (all.size === 0) this.listeners.delete(orderId);
    };
  }

  private async poll(
    orderId: string,
    deadlineMs: number,
    ended: AbortSignal,
    seen: (order: JournalRow) => boolean,
  ): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    for (let pauseMs = firstPollMs; ; pauseMs = Math.min(pauseMs * 2, pollMsMax)) {
      const leftMs = deadline - Date.now();
      if (leftMs <= 0) return;
      // An end of waiting is no failure: the race was won by being told.
      await wait(Math.min(pauseMs, leftMs), undefined, { signal: ended }).catch(() => undefined);
      if (ended.aborted) return;
      const order = await this.read(orderId);
      if (order !== null && seen(order)) return;
    }
  }
}
