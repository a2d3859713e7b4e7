import type { Logger } from '../../../platform/telemetry/logger';
import type { JournalRow } from '../store/journal-row';

const firstPollMs = 100;
const pollMsMax = 2_000;

type Listener = (order: JournalRow) => void;

/** Lets requests wait for what a workflow, here or in another process, makes of an order. */
export class Watching {
  private readonly listeners = new Map<string, Set<Listener>>();

  constructor(
    private readonly read: (orderId: string) => Promise<JournalRow | null>,
    private readonly logger: Logger,
  ) {}

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
  until(
    first: JournalRow,
    isAsWanted: (order: JournalRow) => boolean,
    deadlineMs: number,
  ): Promise<JournalRow> {
    if (isAsWanted(first) || deadlineMs <= 0) return Promise.resolve(first);
    return new Promise((resolve) => {
      let latest = first;
      const end = () => {
        stopListening();
        stopPolling();
        resolve(latest);
      };
      const see = (order: JournalRow) => {
        latest = order;
        if (isAsWanted(order)) end();
      };
      const stopListening = this.listen(first.id, see);
      const stopPolling = this.poll(first.id, deadlineMs, { see, end });
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
   * Reads the order now and then until it is stopped or its time is over. A look that fails is one
   * look less: the order may be told of all the same, and is answered as it was last seen.
   */
  private poll(
    orderId: string,
    deadlineMs: number,
    { see, end }: { see: Listener; end: () => void },
  ): () => void {
    const deadline = Date.now() + deadlineMs;
    let isStopped = false;
    let timer: NodeJS.Timeout;
    const look = async (pauseMs: number): Promise<void> => {
      const order = await this.read(orderId).catch((error: unknown) => {
        this.logger.warn({ err: error, orderId }, 'an awaited order could not be looked at');
        return null;
      });
      if (isStopped) return;
      if (order !== null) see(order);
      lookIn(Math.min(pauseMs * 2, pollMsMax));
    };
    const lookIn = (pauseMs: number): void => {
      const leftMs = deadline - Date.now();
      if (isStopped) return;
      if (leftMs <= 0) end();
      else timer = setTimeout(() => void look(pauseMs), Math.min(pauseMs, leftMs));
    };
    lookIn(firstPollMs);
    return () => {
      isStopped = true;
      clearTimeout(timer);
    };
  }
}
