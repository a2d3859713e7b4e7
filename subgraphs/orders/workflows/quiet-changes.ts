import { isDeepStrictEqual } from 'node:util';
import type { Bus } from '../../../platform/events/bus';
import { Gathering } from '../../../platform/events/gathering';
import type { Logger } from '../../../platform/telemetry/logger';
import { type OrderChanged, orderChangesChannel } from '../domain/event';
import type { JournalRow } from '../store/journal-row';

/** Changes within this time are published together. */
const lingerMs = 50;

const shownOf = (order: JournalRow): readonly unknown[] => [
  order.paymentStatus,
  order.paymentAction,
  order.capturedMinor,
  order.refundedMinor,
  order.attention,
];

/** Whether viewers of the order see a difference for which there is no event. */
const isQuiet = (before: JournalRow, after: JournalRow): boolean =>
  before.version === after.version && !isDeepStrictEqual(shownOf(before), shownOf(after));

interface QuietChangesDependencies {
  readonly bus: Pick<Bus, 'publish'>;
  readonly logger: Logger;
}

/**
 * Tells live updates what the relay of events cannot, because it has no event: that a payment asks
 * for its buyer, was captured or voided, and that an order waits for a person. The poll of
 * a watched order finds what is lost here.
 */
export class QuietChanges {
  private readonly waiting = new Map<string, string>();
  private readonly gathering = new Gathering({ work: () => this.publishAll(), lingerMs });

  constructor(private readonly dependencies: QuietChangesDependencies) {}

  readonly add = (before: JournalRow, after: JournalRow): void => {
    if (!isQuiet(before, after)) return;
    this.waiting.set(after.id, after.customerId);
    this.gathering.schedule();
  };

  /** Publishes what waits, without its time. */
  readonly stop = (): Promise<void> => this.gathering.stop();

  private async publishAll(): Promise<void> {
    while (this.waiting.size > 0) {
      const messages = [...this.waiting].map(([orderId, customerId]) =>
        JSON.stringify({ orderId, version: null, customerId } satisfies OrderChanged),
      );
      this.waiting.clear();
      await this.publish(messages);
    }
  }

  private async publish(messages: readonly string[]): Promise<void> {
    const { bus, logger } = this.dependencies;
    try {
      await bus.publish(orderChangesChannel, messages);
    } catch (error) {
      logger.warn({ err: error, orders: messages.length }, 'publishing changes of orders failed');
    }
  }
}
