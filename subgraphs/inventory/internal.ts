import { type InternalCallers, internalRulesOf } from '../../platform/auth/rules';
import { ConfirmReservationOperation } from './operations/confirm-reservation';
import { CreateGoodsOperation } from './operations/create-goods';
import { ForgetKeysOperation } from './operations/forget-keys';
import { ImportProductsOperation } from './operations/import-products';
import { KnownWarehousesOperation } from './operations/known-warehouses';
import { PricedProductsOperation } from './operations/priced-products';
import { ReceiveStockOperation } from './operations/receive-stock';
import { ReleaseReservationOperation } from './operations/release-reservation';
import { ReserveStockOperation } from './operations/reserve-stock';
import { RestockReturnsOperation } from './operations/restock-returns';
import { ShipStockOperation } from './operations/ship-stock';
import { StockIntegrityOperation } from './operations/stock-integrity';

/** The internal schema of inventory for other services. It is not composed into the API. */
export const internalOperations = [
  PricedProductsOperation,
  ReserveStockOperation,
  ConfirmReservationOperation,
  ReleaseReservationOperation,
  ShipStockOperation,
  RestockReturnsOperation,
  KnownWarehousesOperation,
  CreateGoodsOperation,
  ReceiveStockOperation,
  ImportProductsOperation,
  StockIntegrityOperation,
  ForgetKeysOperation,
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
    forgetKeys: ['orders'],
  },
} as const satisfies InternalCallers;

export const internalRules = internalRulesOf(internalCallers);
