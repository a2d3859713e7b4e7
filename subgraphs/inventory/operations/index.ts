import { OrderLine } from '../schema/order-line-stub';
import { Order } from '../schema/order-stub';
import { AdjustStockOperation } from './adjust-stock';
import { CreateWarehouseOperation } from './create-warehouse';
import { LowStockOperation } from './low-stock';
import { AllocationFields, OrderFields } from './order';
import { OrderLineFields } from './order-line';
import { ProductFields, ProductOperation } from './product';
import { ProductsOperation } from './products';
import { RecordStockCountOperation } from './record-stock-count';
import { ReorderProposalFields } from './reorder-proposal';
import { SetReorderPointsOperation } from './set-reorder-points';
import { StockLevelFields } from './stock-level';
import { StockMovementFields, StockMovementsOperation } from './stock-movements';
import { UpdateProductOperation } from './update-product';
import { UpdateWarehouseOperation } from './update-warehouse';
import { UpsertProductsOperation } from './upsert-products';
import { WarehousesOperation } from './warehouses';

/** The operations that clients call through the gateway, and the field resolvers of their types. */
export const operations = [
  ProductFields,
  ProductOperation,
  ProductsOperation,
  UpsertProductsOperation,
  UpdateProductOperation,
  AdjustStockOperation,
  RecordStockCountOperation,
  SetReorderPointsOperation,
  CreateWarehouseOperation,
  UpdateWarehouseOperation,
  WarehousesOperation,
  StockLevelFields,
  ReorderProposalFields,
  StockMovementFields,
  StockMovementsOperation,
  LowStockOperation,
  OrderFields,
  OrderLineFields,
  AllocationFields,
];

/** Entities of other subgraphs that are extended here, and no operation returns. */
export const orphanedTypes = [Order, OrderLine];
