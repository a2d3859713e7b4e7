/** The operations that other services and the commands call; no client of the gateway can. */

export { ConfirmReservationsOperation } from './confirm-reservations';
export { CreateProductsOperation } from './create-products';
export { CreateWarehousesOperation } from './create-warehouses';
export { ExpireReservationsOperation } from './expire-reservations';
export { ForgetKeysOperation } from './forget-keys';
export { ForgetMovementsOperation } from './forget-movements';
export { HasProductsOperation } from './has-products';
export { HeldReservationsOperation } from './held-reservations';
export { ImportProductsOperation } from './import-products';
export { ImportStockOperation } from './import-stock';
export { KnownWarehousesOperation } from './known-warehouses';
export { PricedProductsOperation } from './priced-products';
export { ReceiveStockOperation } from './receive-stock';
export { ReleaseReservationOperation } from './release-reservation';
export { ReservationFactsOperation } from './reservation-facts';
export { ReserveStockOperation } from './reserve-stock';
export { ReservedOrdersOperation } from './reserved-orders';
export { RestockReturnsOperation } from './restock-returns';
export { ShipStockOperation } from './ship-stock';
export { StockFactsOperation } from './stock-facts';
