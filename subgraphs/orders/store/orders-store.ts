import type { Database } from '../../../platform/database/pool';
import type { DataKeySettings } from '../../../platform/encryption/data-keys';
import { auditOutboxStore } from './audit-outbox';
import { awaitingBuyerStore } from './awaiting-buyer';
import { bulkActionStore } from './bulk-actions';
import { bulkTextStore } from './bulk-texts';
import { cancellationImportStore } from './cancellation-imports';
import { dailyDemandStore } from './daily-demand';
import { ordersDatabase } from './database';
import { demandForecastStore } from './demand-forecasts';
import { erasureStore } from './erasures';
import { fraudHistoryStore } from './fraud-history';
import { fraudLinkStore } from './fraud-links';
import { integrityStore } from './integrity';
import { journalStore } from './journal';
import { openWorkStore } from './open-work';
import { orderExportStore } from './order-exports';
import { orderImportStore } from './order-imports';
import { orderMailStore } from './order-mails';
import { orderReadStore } from './order-reads';
import { orderStatsStore } from './order-stats';
import { outboxStore } from './outbox';
import { placingStore } from './placing';
import { refundStore } from './refunds';
import { sealedTables } from './sealed-tables';
import { shardPlaceStore } from './shard-places';
import { shipmentStore } from './shipments';
import { testDeliveryStore } from './test-deliveries';
import { webhookDeliveryStore } from './webhook-deliveries';
import { webhookEndpointStore } from './webhook-endpoints';

export type OrdersStore = ReturnType<typeof ordersStore>;

/**
 * The stores of orders, one per group of tables that change together.
 * @param keys settings of the keys that encrypt addresses.
 */
export function ordersStore(pool: Database, keys: DataKeySettings) {
  const database = ordersDatabase(pool, keys);
  return {
    reads: orderReadStore(database),
    placing: placingStore(database),
    journal: journalStore(database),
    awaitingBuyer: awaitingBuyerStore(database),
    openWork: openWorkStore(database),
    shipments: shipmentStore(database),
    refunds: refundStore(database),
    orderImports: orderImportStore(database),
    cancellationImports: cancellationImportStore(database),
    integrity: integrityStore(database),
    fraudHistory: fraudHistoryStore(database),
    fraudLinks: fraudLinkStore(database),
    orderMails: orderMailStore(database),
    orderStats: orderStatsStore(database),
    dailyDemand: dailyDemandStore(database),
    demandForecasts: demandForecastStore(database),
    bulkActions: bulkActionStore(database),
    bulkTexts: bulkTextStore(database),
    outbox: outboxStore(database),
    webhookEndpoints: webhookEndpointStore(database),
    webhookDeliveries: webhookDeliveryStore(database),
    testDeliveries: testDeliveryStore(database),
    auditOutbox: auditOutboxStore(database),
    erasures: erasureStore(database),
    exports: orderExportStore(database),
    addresses: database.addresses,
    dataKeys: database.keys,
    sealedTables: sealedTables(database),
    shardPlaces: shardPlaceStore(database),
    workSignal: database.workSignal,
    warmUp: () => database.prisma.$connect(),
    close: () => pool.end(),
  };
}
