import type { Logger } from '../../../platform/telemetry/logger';
import type { JournalRow } from '../store/journal-row';

const firstPollMs = 100;
const pollMsMax = 2_000;

type Listener = (order: JournalRow) => void;

interface Wait {
  readonly deadlineMs: number;
  readonly isDecidedHere: boolean;
}

interface Polling {
  readonly deadlineMs: number;
  /** The pause before the first poll. */
  readonly pauseMs: number;
  readonly onSeen: Listener;
  readonly end: () => void;
}

/** Lets requests wait for a state of an order, reached in this or another process. */
export class OrderWatcher {
  private readonly listeners = new Map<string, Set<Listener>>();

  constructor(
    private readonly read: (orderId: string) => Promise<JournalRow | null>,
    private readonly logger: Logger,
  ) {}

  /** Notifies all waiters for the order in this process. */
  readonly publish = (order: JournalRow): void => {
    for (const listener of this.listeners.get(order.id) ?? []) listener(order);
  };

  /** Another process changed the order; without an id, any order may have changed. */
  readonly changedElsewhere = async (orderId: string): Promise<void> => {
    const ids = orderId === '' ? [...this.listeners.keys()] : [orderId];
    const watched = ids.filter((id) => this.listeners.has(id));
    // Each by itself: one that cannot be read, in a database that is down, keeps no other back.
    await Promise.all(
      watched.map(async (id) => {
        const order = await this.read(id);
        if (order) this.publish(order);
      }),
    );
  };

  /**
   * Resolves when the order reaches the requested state. Changes made by this process, and of orders
   * that another process took over, are seen immediately. Only the same request sent to two processes
   * at once, and a cancellation by another process, rely on the poll, whose interval grows.
   * @param isDecidedHere whether this process decides the order, and so polls it rarely.
   * @returns the last seen order, in the requested state or after the deadline.
   */
  until(
    first: JournalRow,
    hasReached: (order: JournalRow) => boolean,
    { deadlineMs, isDecidedHere }: Wait,
  ): Promise<JournalRow> {
    if (hasReached(first) || deadlineMs <= 0) return Promise.resolve(first);
    return new Promise((resolve) => {
      let latest = first;
      const end = () => {
        stopListening();
        stopPolling();
        resolve(latest);
      };
      const onSeen = (order: JournalRow) => {
        // A read that began before the change of this request may end after it.
        if (order.epoch < latest.epoch) return;
        latest = order;
        if (hasReached(order)) end();
      };
      const stopListening = this.listen(first.id, onSeen);
      const pauseMs = isDecidedHere ? pollMsMax : firstPollMs;
      const stopPolling = this.poll(first.id, { deadlineMs, pauseMs, onSeen, end });
    });
  }

  private listen(orderId: string, listener: Listener): () => void {
    const all = this.listeners.get(orderId) ?? new Set();
    this.listeners.set(orderId, all.add(listener));
    return () => {
      all.delete(listener);
      if (all.size === 0) this.listeners.delete(orderId);
    };
  }

  /**
   * Polls the order until stopped or the deadline. Failed reads are skipped: a notification may still
   * arrive, and otherwise the last seen order is the answer.
   */
  private poll(
    orderId: string,
    { deadlineMs, pauseMs: firstPauseMs, onSeen, end }: Polling,
  ): () => void {
    const deadline = performance.now() + deadlineMs;
    let isStopped = false;
    let timer: NodeJS.Timeout;
    const pollOnce = async (pauseMs: number): Promise<void> => {
      const order = await this.read(orderId).catch((error: unknown) => {
        this.logger.warn({ err: error, orderId }, 'reading an awaited order failed');
        return null;
      });
      if (isStopped) return;
      if (order !== null) onSeen(order);
      pollIn(Math.min(pauseMs * 2, pollMsMax));
    };
    const pollIn = (pauseMs: number): void => {
      const leftMs = deadline - performance.now();
      if (isStopped) return;
      if (leftMs <= 0) end();
      else timer = setTimeout(() => void pollOnce(pauseMs), Math.min(pauseMs, leftMs));
    };
    pollIn(firstPauseMs);
    return () => {
      isStopped = true;
      clearTimeout(timer);
    };
  }
}
