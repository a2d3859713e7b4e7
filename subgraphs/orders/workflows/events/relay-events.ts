import type { Logger } from 'pino';
import type { Bus } from '../../../../platform/events/bus';
import { PollLoop } from '../../../../platform/events/poll-loop';
import type { EventStream } from '../../../../platform/events/stream';
import { endSpan, openSpan } from '../../../../platform/telemetry/tracing';
import {
  cloudEvent,
  isPublicEvent,
  type OrderChanged,
  type OrderHappening,
  orderChangesChannel,
} from '../../domain/event';
import type { OrdersMetrics } from '../../metrics';
import type { OrdersStore } from '../../store';
import type { Handing, RelayedEvent } from '../../store/outbox';

export interface RelayParts {
  readonly store: Pick<OrdersStore, 'outbox' | 'bell'>;
  readonly bus: Bus;
  /** Null without Redis; then there is no stream for other systems. */
  readonly stream: EventStream | null;
  readonly metrics: OrdersMetrics;
  readonly logger: Logger;
}

const backstopMs = 5_000;
/** Changes within this time are relayed together. */
const lingerMs = 50;
const batchMax = 500;
/** Full batches in a row before yielding to other work. */
const roundsMax = 50;
/** Pause after a failure of Redis. */
const streamRetryMs = 2_000;

/**
 * Relays events of orders to the stream, to webhooks and to live updates: at least once, in order per
 * order. Any number of processes may do so, one at a time.
 */
export class RelayEvents {
  private readonly rounds: PollLoop;
  private streamAwayUntil = 0;

  constructor(private readonly parts: RelayParts) {
    this.rounds = new PollLoop({
      work: () => this.runOnce(),
      hasWork: () => parts.store.outbox.isWaiting(),
      onError: (error) => parts.logger.error({ err: error }, 'relaying events failed'),
      lingerMs,
      backstopMs,
    });
  }

  start(): void {
    this.rounds.start();
  }

  readonly wake = (): void => this.rounds.wake();

  stop(): Promise<void> {
    return this.rounds.stop();
  }

  /** Relays all waiting events. @returns their number. */
  async runOnce(): Promise<number> {
    const { store, metrics } = this.parts;
    let total = 0;
    for (let round = 0; round < roundsMax; round += 1) {
      const wasAway = Date.now() < this.streamAwayUntil;
      const batch = await store.outbox.relay(batchMax, wasAway, (events) =>
        this.hand(events, wasAway),
      );
      total += batch.events;
      metrics.outboxAge.set(batch.oldestMs / 1_000);
      if (batch.deliveries > 0) store.bell.emit('deliveries');
      const isGone = !wasAway && batch.handing === 'stream is away';
      if (isGone) {
        this.streamAwayUntil = Date.now() + streamRetryMs;
        this.rounds.scheduleIn(streamRetryMs);
      }
      // Webhooks do not wait for Redis: new events are written for them anyway.
      if (!isGone && batch.events < batchMax) break;
    }
    return total;
  }

  /** Records the relay in the trace of each event. */
  private async hand(events: readonly RelayedEvent[], isStreamAway: boolean): Promise<Handing> {
    const spans = events.map(({ type, trace, orderId }) => {
      const attributes = { 'event.type': type, 'order.id': orderId };
      return openSpan(`relay ${type}`, { attributes, parent: trace ?? undefined });
    });
    try {
      return await this.handOver(events, isStreamAway);
    } finally {
      for (const span of spans) if (span) endSpan(span);
    }
  }

  private async handOver(
    events: readonly OrderHappening[],
    isStreamAway: boolean,
  ): Promise<Handing> {
    const isStreamed = !isStreamAway && (await this.stream(events));
    await this.tell(events);
    if (isStreamed) this.parts.metrics.eventsRelayed.inc(events.length);
    return isStreamed ? 'passed on' : 'stream is away';
  }

  /** @returns false if some may not be in the stream. */
  private async stream(events: readonly OrderHappening[]): Promise<boolean> {
    const told = events.filter(({ type }) => isPublicEvent(type));
    try {
      await this.parts.stream?.append(told.map((event) => JSON.stringify(cloudEvent(event))));
      return true;
    } catch (error) {
      const { logger } = this.parts;
      logger.warn({ err: error, events: told.length }, 'event stream unavailable');
      return false;
    }
  }

  /** Watchers also poll; the notification only makes updates faster. */
  private async tell(events: readonly OrderHappening[]): Promise<void> {
    const messages = events.map(({ orderId, version, customerId }) =>
      JSON.stringify({ orderId, version, customerId } satisfies OrderChanged),
    );
    try {
      await this.parts.bus.publish(orderChangesChannel, messages);
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'publishing changes of orders failed');
    }
  }
}
