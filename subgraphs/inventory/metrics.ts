import { Counter, type Registry } from 'prom-client';

export type InventoryMetrics = ReturnType<typeof inventoryMetrics>;

export function inventoryMetrics(registry: Registry) {
  return {
    reservations: new Counter({
      name: 'inventory_reservations_total',
      help: 'Reservations asked for, by outcome: held, short, or repeated for one decided before.',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    stockOuts: new Counter({
      name: 'inventory_stock_outs_total',
      help: 'Lines of reservations that were refused for want of stock.',
      registers: [registry],
    }),
    expired: new Counter({
      name: 'inventory_reservations_expired_total',
      help: 'Reservations released because their time was up.',
      registers: [registry],
    }),
    expiryFailures: new Counter({
      name: 'inventory_expiry_failures_total',
      help: 'Runs of the expiry of reservations that failed; the next one tries again.',
      registers: [registry],
    }),
  };
}
