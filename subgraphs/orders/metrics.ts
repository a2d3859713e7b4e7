import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { measureSeconds, queryAtScrape } from '../../platform/telemetry/at-scrape';
import { counterIn, gaugeIn, histogramIn, startAtZero } from '../../platform/telemetry/instruments';
import { outgoingMetrics } from '../../platform/telemetry/outgoing-metrics';
import { effectKinds } from './domain/effect';
import type { OrdersStore } from './store';
import type { OpenWork } from './store/open-work';

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30];

export type OrdersMetrics = ReturnType<typeof ordersMetrics>;

function fraudModelMetrics(registry: Registry) {
  let driftOf = (): number => 0;
  const failures = counterIn(registry, {
    name: 'order_fraud_model_failures_total',
    help: 'Times that the rules decided without the model: unreadable, no_facts, failed or slow.',
    labelNames: ['reason'],
  });
  startAtZero(failures, 'reason', ['unreadable', 'no_facts', 'failed', 'slow']);
  return {
    failures,
    drift: gaugeIn(registry, {
      name: 'order_fraud_model_drift',
      help: 'Population stability index of the latest scores of the model; above 0.25 is drift.',
      collect() {
        this.set(driftOf());
      },
    }),
    /** @param index computes the drift, at each scrape. */
    followDrift(index: () => number): void {
      driftOf = index;
    },
  };
}

export function ordersMetrics(registry: Registry) {
  const webhookAttempts = counterIn(registry, {
    name: 'order_webhook_attempts_total',
    help: 'Attempts to deliver a webhook, by resulting state: delivered, pending, failed.',
    labelNames: ['outcome'],
  });
  startAtZero(webhookAttempts, 'outcome', ['delivered', 'pending', 'failed']);
  return {
    webhookCalls: outgoingMetrics(registry, 'webhooks'),
    processed: counterIn(registry, {
      name: 'orders_processed_total',
      help: 'Orders decided, by outcome: confirmed, in_review, or the reason of a rejection.',
      labelNames: ['outcome'],
    }),
    processingSeconds: histogramIn(registry, {
      name: 'order_processing_duration_seconds',
      help: "Time from placing an order to its decision, without its wait for the buyer's bank.",
      labelNames: ['outcome'],
      buckets: secondsBuckets,
    }),
    eventsRelayed: counterIn(registry, {
      name: 'order_events_relayed_total',
      help: 'Order events relayed, including repeated deliveries.',
    }),
    webhookAttempts,
    webhooksDisabled: counterIn(registry, {
      name: 'order_webhook_endpoints_disabled_total',
      help: 'Endpoints disabled because they failed for days or answered 410 Gone.',
    }),
    paymentsDisputed: counterIn(registry, {
      name: 'order_payments_disputed_total',
      help: 'Payments that the bank of a buyer takes back, as the payment provider says.',
    }),
    reconciliationFailures: counterIn(registry, {
      name: 'order_reservation_reconciliation_failures_total',
      help: 'Failed comparisons of held reservations with their orders; the next one retries.',
    }),
    fraudModel: fraudModelMetrics(registry),
    effectFailures: counterIn(registry, {
      name: 'order_effect_failures_total',
      help: 'Failed attempts at effects outside the database that will be retried.',
      labelNames: ['kind'],
    }),
  };
}

/** Open work, read at each scrape and shared by concurrent scrapes. */
export function measureOpenWork(
  registry: Registry,
  summary: () => Promise<OpenWork>,
  logger: Logger,
): void {
  const ask = queryAtScrape(summary, 'orders_waiting', logger);
  gaugeIn(registry, {
    name: 'orders_waiting',
    help: 'Orders that wait for a person, by reason: review, or attention to a failed step.',
    labelNames: ['reason'],
    async collect() {
      const work = await ask();
      this.reset();
      if (work === null) return;
      this.set({ reason: 'review' }, work.inReview);
      this.set({ reason: 'attention' }, work.needAttention);
    },
  });
  gaugeIn(registry, {
    name: 'order_effects_open',
    help: 'Effects outside the database that are not done yet, by kind.',
    labelNames: ['kind'],
    async collect() {
      const work = await ask();
      this.reset();
      if (work === null) return;
      for (const kind of effectKinds) this.set({ kind }, 0);
      for (const { kind, count } of work.effects) this.set({ kind }, count);
    },
  });
  gaugeIn(registry, {
    name: 'order_oldest_effect_age_seconds',
    help: 'Age of the oldest due effect that is not done; 0 if none is open.',
    async collect() {
      const work = await ask();
      if (work !== null) this.set(work.oldestEffectSeconds);
    },
  });
}

interface MeasuredDatabase<Store extends keyof OrdersStore> {
  readonly name: string;
  readonly store: Pick<OrdersStore, Store>;
}

/** Shards whose writes a move refuses. */
export function measureStoppedShards(
  registry: Registry,
  databases: readonly MeasuredDatabase<'shardPlaces'>[],
  logger: Logger,
): void {
  const gauge = {
    name: 'order_shard_stopped_seconds',
    help: 'How long a move of a shard has refused its writes, by room; 0 while none does.',
    rooms: databases.map(({ name, store }) => ({
      room: name,
      read: store.shardPlaces.stoppedSeconds,
    })),
  };
  measureSeconds(registry, gauge, logger);
}

/**
 * Events that wait to be published. The relay cannot tell: while Redis is down it reads past the
 * events that only the stream lacks, and a relay that fails tells nothing.
 */
export function measureOutboxes(
  registry: Registry,
  databases: readonly MeasuredDatabase<'outbox'>[],
  logger: Logger,
): void {
  const gauge = {
    name: 'order_outbox_age_seconds',
    help: 'Age of the oldest event that webhooks or the stream lack, by room; 0 if there is none.',
    rooms: databases.map(({ name, store }) => ({ room: name, read: store.outbox.oldestSeconds })),
  };
  measureSeconds(registry, gauge, logger);
}
