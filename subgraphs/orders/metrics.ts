import { Counter, Histogram, type Registry } from 'prom-client';

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30];

export type OrdersMetrics = ReturnType<typeof ordersMetrics>;

export function ordersMetrics(registry: Registry) {
  return {
    processed: new Counter({
      name: 'orders_processed_total',
      help: 'Orders decided, by outcome: confirmed, in_review, or the reason of a rejection.',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    processingSeconds: new Histogram({
      name: 'order_processing_duration_seconds',
      help: 'From placing an order to its decision.',
      buckets: secondsBuckets,
      registers: [registry],
    }),
    effectFailures: new Counter({
      name: 'order_effect_failures_total',
      help: 'Attempts at effects outside the database that failed and will be made again.',
      labelNames: ['kind'],
      registers: [registry],
    }),
  };
}
