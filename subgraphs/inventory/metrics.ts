import { Counter, type Registry } from 'prom-client';

export type InventoryMetrics = ReturnType<typeof inventoryMetrics>;

export function inventoryMetrics(registry: Registry) {
  return {
    reservations: new Counter({
      name: 'inventory_reservations_total',
      help: 'Reservation requests by outcome: held, short, or repeated if it was decided before.',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    stockOuts: new Counter({
      name: 'inventory_stock_outs_total',
      help: 'Lines of reservations rejected because of insufficient stock.',
      registers: [registry],
    }),
    expired: new Counter({
      name: 'inventory_reservations_expired_total',
      help: 'Reservations released because their order had ended or does not exist.',
      registers: [registry],
    }),
  };
}
