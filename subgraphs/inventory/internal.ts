import { type InternalCallers, internalRulesOf } from '../../platform/auth/rules';
import { ConfirmReservationOperation } from './operations/confirm-reservation';
import { CreateProductsOperation } from './operations/create-products';
import { CreateWarehousesOperation } from './operations/create-warehouses';
import { ForgetKeysOperation } from './operations/forget-keys';
import { ForgetMovementsOperation } from './operations/forget-movements';
import { HasProductsOperation } from './operations/has-products';
import { ImportProductsOperation } from './operations/import-products';
import { ImportStockOperation } from './operations/import-stock';
import { KnownWarehousesOperation } from './operations/known-warehouses';
import { PricedProductsOperation } from './operations/priced-products';
import { ReceiveStockOperation } from './operations/receive-stock';
import { ReleaseReservationOperation } from './operations/release-reservation';
import { ReservationFactsOperation } from './operations/reservation-facts';
import { ReserveStockOperation } from './operations/reserve-stock';
import { ReservedOrdersOperation } from './operations/reserved-orders';
import { RestockReturnsOperation } from './operations/restock-returns';
import { ShipStockOperation } from './operations/ship-stock';
import { StockFactsOperation } from './operations/stock-facts';

/** The internal schema of inventory for other services. It is not composed into the API. */
export const internalOperations = [
  PricedProductsOperation,
  ReserveStockOperation,
  ConfirmReservationOperation,
  ReleaseReservationOperation,
  ShipStockOperation,
  RestockReturnsOperation,
  KnownWarehousesOperation,
  HasProductsOperation,
  CreateWarehousesOperation,
  CreateProductsOperation,
  ReceiveStockOperation,
  ImportProductsOperation,
  ImportStockOperation,
  StockFactsOperation,
  ReservationFactsOperation,
  ReservedOrdersOperation,
  ForgetKeysOperation,
  ForgetMovementsOperation,
];

/** The services that may use each field; others are rejected. */
export const internalCallers = {
  Query: {
    pricedProducts: ['orders', 'cli'],
    hasProducts: ['cli'],
    knownWarehouses: ['orders'],
    stockFacts: ['orders', 'cli'],
    reservationFacts: ['orders', 'cli'],
    reservedOrders: ['orders', 'cli'],
  },
  Mutation: {
    reserveStock: ['orders'],
    confirmReservation: ['orders'],
    releaseReservation: ['orders'],
    shipStock: ['orders'],
    restockReturns: ['orders'],
    createWarehouses: ['cli'],
    createProducts: ['cli'],
    receiveStock: ['cli'],
    importProducts: ['cli'],
    importStock: ['cli'],
    forgetKeys: ['orders'],
    forgetMovements: ['orders'],
  },
} as const satisfies InternalCallers;

export const internalRules = internalRulesOf(internalCallers);
