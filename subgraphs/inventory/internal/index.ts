import { type InternalCallers, internalRulesOf } from '../../../platform/auth/rules';
import { ConfirmReservationsOperation } from './confirm-reservations';
import { CreateProductsOperation } from './create-products';
import { CreateWarehousesOperation } from './create-warehouses';
import { ExpireReservationsOperation } from './expire-reservations';
import { ForgetKeysOperation } from './forget-keys';
import { ForgetMovementsOperation } from './forget-movements';
import { HasProductsOperation } from './has-products';
import { HeldReservationsOperation } from './held-reservations';
import { ImportProductsOperation } from './import-products';
import { ImportStockOperation } from './import-stock';
import { KnownWarehousesOperation } from './known-warehouses';
import { PricedProductsOperation } from './priced-products';
import { ReceiveStockOperation } from './receive-stock';
import { ReleaseReservationOperation } from './release-reservation';
import { ReservationFactsOperation } from './reservation-facts';
import { ReserveStockOperation } from './reserve-stock';
import { ReservedOrdersOperation } from './reserved-orders';
import { RestockReturnsOperation } from './restock-returns';
import { ShipStockOperation } from './ship-stock';
import { StockFactsOperation } from './stock-facts';

/** The operations that other services and the commands call; no client of the gateway can. */
export const internalOperations = [
  PricedProductsOperation,
  ReserveStockOperation,
  ConfirmReservationsOperation,
  HeldReservationsOperation,
  ExpireReservationsOperation,
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
    heldReservations: ['orders'],
    stockFacts: ['orders', 'cli'],
    reservationFacts: ['orders', 'cli'],
    reservedOrders: ['orders', 'cli'],
  },
  Mutation: {
    reserveStock: ['orders'],
    confirmReservations: ['orders'],
    expireReservations: ['orders'],
    releaseReservation: ['orders', 'cli'],
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
