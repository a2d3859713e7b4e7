/** The operations that clients call through the gateway, and the field resolvers of their types. */

export { AdjustStockOperation } from './adjust-stock';
export { CreateWarehouseOperation } from './create-warehouse';
export { LowStockOperation } from './low-stock';
export { AllocationFields, OrderFields } from './order';
export { OrderLineFields } from './order-line';
export { ProductFields, ProductOperation } from './product';
export { ProductsOperation } from './products';
export { RecordStockCountOperation } from './record-stock-count';
export { ReorderProposalFields } from './reorder-proposal';
export { SetReorderPointsOperation } from './set-reorder-points';
export { StockLevelFields } from './stock-level';
export { StockMovementFields, StockMovementsOperation } from './stock-movements';
export { UpdateProductOperation } from './update-product';
export { UpdateWarehouseOperation } from './update-warehouse';
export { UpsertProductsOperation } from './upsert-products';
export { WarehousesOperation } from './warehouses';
