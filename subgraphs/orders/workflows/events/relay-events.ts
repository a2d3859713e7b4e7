import type { Logger } from 'pino';
import type { Transaction } from '../../../../platform/database/pool';
import type { Bus } from '../../../../platform/events/bus';
import { PollLoop } from '../../../../platform/events/poll-loop';
import type { EventStream } from '../../../../platform/events/stream';
import { endSpan, openSpan } from '../../../../platform/telemetry/tracing';
import {
  cloudEvent,
  isPublicEvent,
  type OrderChanged,
  orderChangesChannel,
  type RelayedOrderEvent,
} from '../../domain/event';
import type { OrdersMetrics } from '../../metrics';
import type { OrdersStore } from '../../store';
import type { RelayedEvent, StreamResult } from '../../store/outbox';

/** Queues mails to the buyers of new events in the transaction that removes the events. */
export type MailBuyers = (
  events: readonly RelayedOrderEvent[],
  within: Transaction,
) => Promise<unknown>;

export interface RelayDependencies {
  readonly store: Pick<OrdersStore, 'outbox' | 'workSignal'>;
  readonly bus: Bus;
  /** Null without Redis; then there is no stream for other systems. */
  readonly stream: EventStream | null;
  readonly mailBuyers: MailBuyers;
  readonly metrics: OrdersMetrics;
  readonly logger: Logger;
}

const backstopMs = 5_000;
/** Changes within this time are relayed in one batch. */
const lingerMs = 50;
const batchMax = 500;
/** Pause after a failure of Redis. */
const streamRetryMs = 2_000;

/**
 * Relays events of orders to the stream, to webhooks and to live updates: at least once, and those of
 * one order in sequence. Every orders process runs it; the outbox lets one at a time publish.
 */
export class RelayEvents {
  private readonly pollLoop: PollLoop;
  private streamUnavailableUntilMs = 0;

  constructor(private readonly dependencies: RelayDependencies) {
    this.pollLoop = new PollLoop({
      work: (stopping) => this.runOnce(stopping),
      hasWork: () => dependencies.store.outbox.isWaiting(),
      onError: (error) => dependencies.logger.error({ err: error }, 'relaying events failed'),
      lingerMs,
      backstopMs,
    });
  }

  start(): void {
    this.pollLoop.start();
  }

  readonly wake = (): void => this.pollLoop.wake();

  stop(): Promise<void> {
    return this.pollLoop.stop();
  }

  /** Relays all waiting events, unless it is stopped before. @returns their number. */
  async runOnce(stopping?: AbortSignal): Promise<number> {
    const { store } = this.dependencies;
    let total = 0;
    while (!stopping?.aborted) {
      const wasUnavailable = performance.now() < this.streamUnavailableUntilMs;
      const batch = await store.outbox.relay(batchMax, wasUnavailable, async (events, within) => {
        const fresh = events.filter(({ isOnlyForStream }) => !isOnlyForStream);
        await this.dependencies.mailBuyers(fresh, within);
        return this.publishTraced(events, wasUnavailable);
      });
      total += batch.events;
      if (batch.deliveries > 0) store.workSignal.emit('deliveries');
      const hasFailed = !wasUnavailable && batch.stream === 'unavailable';
      if (hasFailed) {
        this.streamUnavailableUntilMs = performance.now() + streamRetryMs;
        this.pollLoop.scheduleIn(streamRetryMs);
      }
      // Webhooks do not wait for Redis: the next round reads what is new for them.
      if (!hasFailed && batch.events < batchMax) break;
    }
    return total;
  }

  /** Records the relay in the trace of each event. */
  private async publishTraced(
    events: readonly RelayedEvent[],
    isStreamUnavailable: boolean,
  ): Promise<StreamResult> {
    const spans = events.map(({ type, trace, orderId }) => {
      const attributes = { 'event.type': type, 'order.id': orderId };
      return openSpan(`relay ${type}`, { attributes, parent: trace ?? undefined });
    });
    try {
      return await this.publish(events, isStreamUnavailable);
    } finally {
      for (const span of spans) if (span) endSpan(span);
    }
  }

  private async publish(
    events: readonly RelayedOrderEvent[],
    isStreamUnavailable: boolean,
  ): Promise<StreamResult> {
    const isAppended = !isStreamUnavailable && (await this.appendToStream(events));
    await this.publishChanges(events);
    if (isAppended) this.dependencies.metrics.eventsRelayed.inc(events.length);
    return isAppended ? 'appended' : 'unavailable';
  }

  /** @returns false if the stream may lack some of the events. */
  private async appendToStream(events: readonly RelayedOrderEvent[]): Promise<boolean> {
    const publicEvents = events.filter(({ type }) => isPublicEvent(type));
    try {
      await this.dependencies.stream?.append(
        publicEvents.map((event) => JSON.stringify(cloudEvent(event))),
      );
      return true;
    } catch (error) {
      const { logger } = this.dependencies;
      logger.warn({ err: error, events: publicEvents.length }, 'event stream unavailable');
      return false;
    }
  }

  /** Live updates also poll; the notification only makes them faster. */
  private async publishChanges(events: readonly RelayedOrderEvent[]): Promise<void> {
    const messages = events.map(({ orderId, version, customerId }) =>
      JSON.stringify({ orderId, version, customerId } satisfies OrderChanged),
    );
    try {
      await this.dependencies.bus.publish(orderChangesChannel, messages);
    } catch (error) {
      this.dependencies.logger.warn({ err: error }, 'publishing changes of orders failed');
    }
  }
}
