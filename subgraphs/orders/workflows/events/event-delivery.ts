import type { Configuration } from '../../../../config/schema';
import type { Bus } from '../../../../platform/events/bus';
import { EventStream } from '../../../../platform/events/stream';
import type { Redis } from '../../../../platform/redis/redis';
import { msPerHour } from '../../../../platform/values/time';
import type { Work } from '../../store/database';
import { DeliverWebhooks, type DeliveryDependencies } from './deliver-webhooks';
import { type MailBuyers, RelayEvents } from './relay-events';

export interface EventDeliveryDependencies extends DeliveryDependencies {
  readonly store: DeliveryDependencies['store'] &
    ConstructorParameters<typeof RelayEvents>[0]['store'];
  readonly configuration: Pick<Configuration, 'events' | 'webhooks'>;
  readonly bus: Bus;
  readonly redis: Redis | null;
  readonly mailBuyers: MailBuyers;
}

/** The bus channel for announcing work to workers. */
const workChannel = 'order-work';
/** Announcements within this time are merged. */
const callPauseMs = 20;
const workKinds: readonly Work[] = ['outbox', 'deliveries'];

/**
 * Delivers events of orders. If this process does background work, it handles its own events;
 * otherwise it notifies the workers.
 */
export class EventDelivery {
  readonly relay: RelayEvents;
  readonly webhooks: DeliverWebhooks;
  private readonly pendingCalls = new Map<Work, NodeJS.Timeout>();
  private readonly unsubscribers: (() => void)[] = [];
  private isStarted = false;

  constructor(private readonly dependencies: EventDeliveryDependencies) {
    const { store, configuration, redis } = dependencies;
    const { streamKey, streamHours, streamEventsMax } = configuration.events;
    const stream =
      redis &&
      new EventStream(redis, {
        key: streamKey,
        ageMsMax: streamHours * msPerHour,
        lengthMax: streamEventsMax,
      });
    this.relay = new RelayEvents({ ...dependencies, stream });
    this.webhooks = new DeliverWebhooks(dependencies);
    for (const work of workKinds)
      this.unsubscribers.push(store.workSignal.on(work, () => this.onWork(work)));
  }

  start(): void {
    this.isStarted = true;
    this.relay.start();
    this.webhooks.start();
    this.unsubscribers.push(
      this.dependencies.bus.subscribe(workChannel, (message) => {
        for (const work of workKinds) if (message === work || message === '') this.wake(work);
      }),
    );
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.unsubscribers) unsubscribe();
    for (const timer of this.pendingCalls.values()) clearTimeout(timer);
    await this.relay.stop();
    await this.webhooks.stop();
  }

  private onWork(work: Work): void {
    if (this.isStarted) this.wake(work);
    else this.call(work);
  }

  private wake(work: Work): void {
    if (work === 'outbox') this.relay.wake();
    else this.webhooks.wake();
  }

  private call(work: Work): void {
    if (this.pendingCalls.has(work)) return;
    const timer = setTimeout(() => {
      this.pendingCalls.delete(work);
      this.dependencies.bus.publish(workChannel, [work]).catch((error) => {
        // Workers poll every few seconds anyway.
        this.dependencies.logger.warn({ err: error }, 'notifying workers failed');
      });
    }, callPauseMs).unref();
    this.pendingCalls.set(work, timer);
  }
}
