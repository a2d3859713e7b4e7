import type { Bus } from '../../platform/events/bus';
import { ChangedOrders } from './changed-orders';
import type { ChangesStream } from './changes-stream';
import { busReadyMs, changesGatherMs, changesPauseMs } from './limits';
import { OrderStream } from './order-stream';

/** Channel on which orders publishes changes: `{orderId, version, customerId}` in JSON. */
const orderChangesChannel = 'order-changes';

interface OrderChange {
  readonly orderId: string;
  /** Null for a change that has no version of its own. */
  readonly version: number | null;
}

export type WatchStream = OrderStream | ChangesStream;

/** Passes changes from the bus to the streams, with one subscription for all of them. */
export class ChangeFeed {
  readonly changes = new ChangedOrders();
  private readonly byOrder = new Map<string, Set<OrderStream>>();
  private readonly lists = new Set<ChangesStream>();
  private readonly subscribed = Promise.withResolvers<void>();
  private unsubscribe: (() => void) | null = null;
  private flushTimer: NodeJS.Timeout | null = null;
  private flushedAtMs = Number.NEGATIVE_INFINITY;

  /** @param bus without it, streams rely on polling. */
  constructor(private readonly bus: Bus | undefined) {
    if (!bus) this.subscribed.resolve();
  }

  /** Passes changes from now on to the stream. */
  add(stream: WatchStream): void {
    if (stream instanceof OrderStream) {
      const ofOrder = this.byOrder.get(stream.orderId) ?? new Set();
      this.byOrder.set(stream.orderId, ofOrder.add(stream));
    } else this.lists.add(stream);
    this.unsubscribe ??= this.bus?.subscribe(orderChangesChannel, this.onMessage) ?? null;
  }

  remove(stream: WatchStream): void {
    if (stream instanceof OrderStream) {
      const ofOrder = this.byOrder.get(stream.orderId);
      ofOrder?.delete(stream);
      if (ofOrder?.size === 0) this.byOrder.delete(stream.orderId);
    } else this.lists.delete(stream);
  }

  /** Resolves once changes arrive from the bus, or after `busReadyMs`. */
  readonly busReady = async (): Promise<void> => {
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, busReadyMs);
    await Promise.race([this.subscribed.promise, late.promise]);
    clearTimeout(timer);
  };

  /** Lets all lists send a message soon: at once after a silence, else after the pause. */
  readonly scheduleFlush = (): void => {
    if (this.flushTimer !== null) return;
    const pauseMs = this.flushedAtMs + changesPauseMs - performance.now();
    this.flushTimer = setTimeout(this.flush, Math.max(changesGatherMs, pauseMs)).unref();
  };

  stop(): void {
    this.unsubscribe?.();
    if (this.flushTimer !== null) clearTimeout(this.flushTimer);
  }

  private readonly flush = (): void => {
    this.flushTimer = null;
    this.flushedAtMs = performance.now();
    for (const stream of this.lists) stream.flush();
    if ([...this.lists].some((stream) => stream.isBehind)) this.scheduleFlush();
  };

  /** @param message empty if messages may have been missed. */
  private readonly onMessage = (message: string): void => {
    if (message === '') this.onGap();
    else {
      const { orderId, version } = JSON.parse(message) as OrderChange;
      for (const stream of this.byOrder.get(orderId) ?? []) stream.onOrderChanged(version);
      if (this.lists.size === 0) return;
      this.changes.add(orderId);
    }
    this.scheduleFlush();
  };

  private onGap(): void {
    for (const streams of this.byOrder.values()) {
      for (const stream of streams) stream.onOrderChanged(null);
    }
    this.changes.miss();
    this.subscribed.resolve();
  }
}
