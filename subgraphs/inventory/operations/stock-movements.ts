import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { cursorKey, type Page, pageOf, pageRequest } from '../../../platform/graphql/connection';
import type { InventoryContext } from '../context';
import { isSku } from '../domain/sku';
import { StockMovement, StockMovementConnection } from '../schema/stock-movement';
import { Warehouse } from '../schema/warehouse';
import type { StockMovementRow } from '../store/stock-movements';
import type { WarehouseRow } from '../store/warehouses';

const movementsDefault = 50;
const orderName = 'movements';
const cursorKeys = [cursorKey.matching(/^\d{1,18}$/)];

@Resolver(() => StockMovement)
export class StockMovementsOperation {
  @Query(() => StockMovementConnection, {
    nullable: true,
    description: 'What happened to the stock of a product, newest first. Staff.',
  })
  async stockMovements(
    @Arg('sku', () => ID) sku: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: movementsDefault })
    first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null = null,
    @Ctx() { store }: InventoryContext,
  ): Promise<Page<StockMovementRow>> {
    const page = pageRequest(first ?? movementsDefault, after, orderName, cursorKeys);
    const rows = isSku(sku) ? await store.stockMovements.page(sku, page) : [];
    return pageOf(rows, page, orderName, ({ id }) => [id]);
  }

  @FieldResolver(() => Warehouse)
  warehouse(
    @Root() movement: StockMovementRow,
    @Ctx() { loaders }: InventoryContext,
  ): Promise<WarehouseRow | null> {
    return loaders.warehouseByCode.load(movement.warehouse);
  }
}
