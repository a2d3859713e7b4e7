import type { Registry } from 'prom-client';
import { counterIn } from '../../platform/telemetry/instruments';

export type ReviewsMetrics = ReturnType<typeof reviewsMetrics>;

export function reviewsMetrics(registry: Registry) {
  return {
    read: counterIn(registry, {
      name: 'reviews_read_total',
      help: 'Reviews read by id, by outcome: found or missing.',
      labelNames: ['outcome'],
    }),
  };
}
