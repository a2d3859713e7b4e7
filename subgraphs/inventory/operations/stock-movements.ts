import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { cursorKey, type Page, pageOf, pageRequest } from '../../../platform/graphql/connection';
import { afterArgument, firstArgument } from '../../../platform/graphql/connection-types';
import type { InventoryContext } from '../context';
import { isSku } from '../domain/sku';
import { StockMovement, StockMovementConnection } from '../schema/stock-movement';
import { Warehouse } from '../schema/warehouse';
import type { StockMovementRow } from '../store/stock-movements';
import type { WarehouseRow } from '../store/warehouses';

const movementsDefault = 50;
const orderName = 'movements';
const cursorKeys = [cursorKey.matching(/^\d{1,18}$/)];

@Resolver()
export class StockMovementsOperation {
  @Query(() => StockMovementConnection, {
    nullable: true,
    description:
      "Changes of a product's stock in all warehouses, newest first, as long as they are stored " +
      '(10 years by default). Staff only.',
  })
  async stockMovements(
    @Arg('sku', () => ID, {
      description: 'SKU of the product, in any case. An unknown one has no movements.',
    })
    sku: string,
    @Arg('first', () => Int, firstArgument(movementsDefault))
    first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null = null,
    @Ctx() { store }: InventoryContext,
  ): Promise<Page<StockMovementRow>> {
    const page = pageRequest(first ?? movementsDefault, after, orderName, cursorKeys);
    const rows = isSku(sku) ? await store.stockMovements.page(sku, page) : [];
    return pageOf(rows, page, orderName, ({ id }) => [id]);
  }
}

@Resolver(() => StockMovement)
export class StockMovementFields {
  @FieldResolver(() => Warehouse, { description: 'The warehouse whose stock changed.' })
  warehouse(
    @Root() movement: StockMovementRow,
    @Ctx() { loaders }: InventoryContext,
  ): Promise<WarehouseRow | null> {
    return loaders.warehouseByCode.load(movement.warehouse);
  }
}
