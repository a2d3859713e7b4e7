import type { Database } from '../../../platform/database/pool';
import { cancellationImportStore } from './cancellation-imports';
import { ordersDatabase } from './database';
import { integrityStore } from './integrity';
import { journalStore } from './journal';
import { openWorkStore } from './open-work';
import { orderImportStore } from './order-imports';
import { orderReadStore } from './order-reads';
import { placingStore } from './placing';
import { refundStore } from './refunds';
import { shipmentStore } from './shipments';

export type OrdersStore = ReturnType<typeof ordersStore>;

/** All that orders keeps, a drawer per group of tables that change together. */
export function ordersStore(pool: Database) {
  const database = ordersDatabase(pool);
  return {
    reads: orderReadStore(database),
    placing: placingStore(database),
    journal: journalStore(database),
    openWork: openWorkStore(database),
    shipments: shipmentStore(database),
    refunds: refundStore(database),
    orderImports: orderImportStore(database),
    cancellationImports: cancellationImportStore(database),
    integrity: integrityStore(database),
    close: () => pool.end(),
  };
}
