import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { InventoryContext } from '../context';
import type { ReorderProposal as ReorderProposalRow } from '../domain/reorder-proposals';
import { ReorderProposal } from '../schema/reorder-proposal';
import { Warehouse } from '../schema/warehouse';
import type { WarehouseRow } from '../store/warehouses';

@Resolver(() => ReorderProposal)
export class ReorderProposalFields {
  @FieldResolver(() => Warehouse, { description: 'The warehouse that would reorder.' })
  warehouse(
    @Root() { warehouse }: ReorderProposalRow,
    @Ctx() { loaders }: InventoryContext,
  ): Promise<WarehouseRow | null> {
    return loaders.warehouseByCode.load(warehouse);
  }
}
