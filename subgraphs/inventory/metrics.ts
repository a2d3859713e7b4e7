import type { Registry } from 'prom-client';
import { counterIn } from '../../platform/telemetry/instruments';

export type InventoryMetrics = ReturnType<typeof inventoryMetrics>;

export function inventoryMetrics(registry: Registry) {
  return {
    reservations: counterIn(registry, {
      name: 'inventory_reservations_total',
      help: 'Reservation requests by outcome: held, short, or repeated if it was decided before.',
      labelNames: ['outcome'],
    }),
    stockOuts: counterIn(registry, {
      name: 'inventory_stock_outs_total',
      help: 'Lines of reservations rejected because of insufficient stock.',
    }),
    expired: counterIn(registry, {
      name: 'inventory_reservations_expired_total',
      help: 'Reservations released because their order had ended or does not exist.',
    }),
  };
}
