import type { Redis } from 'ioredis';
import type { Configuration } from '../../../../config/schema';
import type { Bus } from '../../../../platform/events/bus';
import { EventStream } from '../../../../platform/events/stream';
import { msPerHour } from '../../../../platform/values/time';
import type { Work } from '../../store/database';
import { DeliverWebhooks, type DeliveryParts } from './deliver-webhooks';
import { RelayEvents } from './relay-events';

export interface PassingOnParts extends DeliveryParts {
  readonly store: DeliveryParts['store'] & ConstructorParameters<typeof RelayEvents>[0]['store'];
  readonly configuration: Pick<Configuration, 'events' | 'webhooks'>;
  readonly bus: Bus;
  readonly redis: Redis | null;
}

/** The bus channel for announcing work to workers. */
const workChannel = 'order-work';
/** Announcements within this time are merged. */
const callPauseMs = 20;
const works: readonly Work[] = ['outbox', 'deliveries'];

/**
 * Delivers events of orders. If this process does background work, it handles its own events;
 * otherwise it notifies the workers.
 */
export class PassingOn {
  readonly relay: RelayEvents;
  readonly webhooks: DeliverWebhooks;
  private readonly called = new Map<Work, NodeJS.Timeout>();
  private readonly deaf: (() => void)[] = [];
  private isStarted = false;

  constructor(private readonly parts: PassingOnParts) {
    const { store, configuration, redis } = parts;
    const { streamKey, streamHours, streamEventsMax } = configuration.events;
    const stream =
      redis &&
      new EventStream(redis, {
        key: streamKey,
        ageMsMax: streamHours * msPerHour,
        lengthMax: streamEventsMax,
      });
    this.relay = new RelayEvents({ ...parts, stream });
    this.webhooks = new DeliverWebhooks(parts);
    for (const work of works) this.deaf.push(store.bell.on(work, () => this.heard(work)));
  }

  start(): void {
    this.isStarted = true;
    this.relay.start();
    this.webhooks.start();
    this.deaf.push(
      this.parts.bus.subscribe(workChannel, (message) => {
        for (const work of works) if (message === work || message === '') this.wake(work);
      }),
    );
  }

  async stop(): Promise<void> {
    for (const deafen of this.deaf) deafen();
    for (const timer of this.called.values()) clearTimeout(timer);
    await this.relay.stop();
    await this.webhooks.stop();
    await this.parts.bus.close();
  }

  private heard(work: Work): void {
    if (this.isStarted) this.wake(work);
    else this.call(work);
  }

  private wake(work: Work): void {
    if (work === 'outbox') this.relay.wake();
    else this.webhooks.wake();
  }

  private call(work: Work): void {
    if (this.called.has(work)) return;
    const timer = setTimeout(() => {
      this.called.delete(work);
      this.parts.bus.publish(workChannel, [work]).catch((error) => {
        // Workers poll every few seconds anyway.
        this.parts.logger.warn({ err: error }, 'notifying workers failed');
      });
    }, callPauseMs).unref();
    this.called.set(work, timer);
  }
}
