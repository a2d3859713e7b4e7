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
  /** Null where there is no Redis: then no other system reads along. */
  readonly stream: EventStream | null;
  readonly metrics: OrdersMetrics;
  readonly logger: Logger;
}

const backstopMs = 5_000;
/** What an order does within this time is passed on together. */
const lingerMs = 50;
const batchMax = 500;
/** Full batches in a row, before other work gets its turn. */
const roundsMax = 50;
/** A Redis that is away is left alone for so long. */
const streamRetryMs = 2_000;

/**
 * Passes on what happened to orders: to the stream, to webhooks, and to whoever watches an order.
 * At least once, and in order per order; any number of processes may do so, one at a time.
 */
export class RelayEvents {
  private readonly rounds: PollLoop;
  private streamAwayUntil = 0;

  constructor(private readonly parts: RelayParts) {
    this.rounds = new PollLoop({
      work: () => this.runOnce(),
      hasWork: () => parts.store.outbox.isWaiting(),
      onError: (error) => parts.logger.error({ err: error }, 'events could not be passed on'),
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

  /** Passes on what there is now. @returns how many events that were. */
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
      // Webhooks need not wait for Redis: what was not read yet goes to them all the same.
      if (!isGone && batch.events < batchMax) break;
    }
    return total;
  }

  /** In the trace of each event it is seen how long it took to be passed on. */
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

  /** @returns false when it is not known that all are in the stream. */
  private async stream(events: readonly OrderHappening[]): Promise<boolean> {
    const told = events.filter(({ type }) => isPublicEvent(type));
    try {
      await this.parts.stream?.append(told.map((event) => JSON.stringify(cloudEvent(event))));
      return true;
    } catch (error) {
      const { logger } = this.parts;
      logger.warn({ err: error, events: told.length }, 'the stream of events is away');
      return false;
    }
  }

  /** Who watches an order also looks for themselves: this only makes it soon. */
  private async tell(events: readonly OrderHappening[]): Promise<void> {
    const messages = events.map(({ orderId, version, customerId }) =>
      JSON.stringify({ orderId, version, customerId } satisfies OrderChanged),
    );
    try {
      await this.parts.bus.publish(orderChangesChannel, messages);
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'changes of orders could not be told at once');
    }
  }
}
