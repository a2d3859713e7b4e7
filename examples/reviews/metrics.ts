import { Counter, type Registry } from 'prom-client';

export type ReviewsMetrics = ReturnType<typeof reviewsMetrics>;

export function reviewsMetrics(registry: Registry) {
  return {
    read: new Counter({
      name: 'reviews_read_total',
      help: 'Reviews read by id, by outcome: found or missing.',
      labelNames: ['outcome'],
      registers: [registry],
    }),
  };
}
