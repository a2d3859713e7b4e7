import { Registry } from 'prom-client';
import { fixedFeatureFlags } from '../../../config/feature-flags';
import { dataKeySettings } from '../../../config/schema/encryption';
import type { Notifications } from '../../../platform/database/notifications';
import { notifyBus } from '../../../platform/events/notify-bus';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { ordersMetrics } from '../metrics';
import { ordersStore, spreadOrdersStore } from '../store';
import type { OrdersDatabasePool } from '../subgraph';
import { orderWorkflows } from '../workflows';
import type { OrdersConfiguration } from '../workflows/dependencies';
import { inventoryCalls } from '../workflows/inventory';
import type { Pools } from './databases';
import type { FakeInventory } from './fake-inventory';
import type { FakePaymentProvider } from './fake-payment-provider';

/** A second process acts only when a test calls it, and receives no notifications. */
const silence: Notifications = {
  on: () => () => undefined,
  isConnected: false,
  close: async () => undefined,
};

interface World {
  readonly inventory: FakeInventory;
  readonly users: ServiceCall;
  readonly bank: FakePaymentProvider;
  readonly configuration: OrdersConfiguration;
}

/** Additions for crash tests. */
export function deaths(pools: Pools, { inventory, users, bank, configuration }: World) {
  return {
    /** A second process on the same databases, which can take over open work. */
    otherProcess() {
      const open = ({ database, ...named }: OrdersDatabasePool) => {
        const store = ordersStore(database, dataKeySettings(configuration.encryption, 'orders'));
        return { ...named, store, notifications: silence };
      };
      const databases = pools.map(open);
      const store = spreadOrdersStore(databases, logger);
      const registry = new Registry();
      const workflows = orderWorkflows({
        store,
        inventory: inventoryCalls(inventory.call),
        users,
        payments: bank,
        paymentCallbackUrl: undefined,
        configuration,
        flags: fixedFeatureFlags(),
        metrics: ordersMetrics(registry),
        logger,
        databases,
        bus: notifyBus(pools[0].database, logger),
      });
      return { registry, store, workflows, takeOver: () => workflows.takeOverDue() };
    },

    /** Simulates that the owner of the orders died a while ago. */
    async endLeases(): Promise<void> {
      for (const { database } of pools) {
        await database.query(
          `UPDATE orders SET lease_until = now() - interval '1 second'
           WHERE lease_until IS NOT NULL`,
        );
        // A second ago, because the column has milliseconds and might round `now` up to the future.
        await database.query(
          `UPDATE effects SET next_at = now() - interval '1 second' WHERE state = 'PENDING'`,
        );
      }
    },
  };
}
