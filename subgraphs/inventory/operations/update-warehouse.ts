import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import type { InventoryContext } from '../context';
import { warehouseNameProblems } from '../domain/warehouse';
import { UpdateWarehouseInput } from '../schema/update-warehouse.input';
import { WarehouseResult } from '../schema/warehouse.result';

@Resolver()
export class UpdateWarehouseOperation {
  @Mutation(() => WarehouseResult, {
    nullable: true,
    description:
      'Renames, closes or reopens a warehouse. A closed one takes no reservations and no goods. ADMIN only.',
  })
  async updateWarehouse(
    @Arg('input', () => UpdateWarehouseInput, {
      description: 'The warehouse and what to change of it.',
    })
    input: UpdateWarehouseInput,
    @Ctx() { store, loaders, viewer, auditEntries }: InventoryContext,
  ): Promise<WarehouseResult> {
    const problems = input.name == null ? [] : warehouseNameProblems(input.name);
    if (problems.length > 0) return new ValidationError(problems);
    const known = await loaders.warehouseByCode.load(input.code);
    if (!known) return new NotFoundError('warehouse');
    const { code } = known;
    const change = { name: input.name?.trim() ?? null, active: input.active ?? null };
    const detail = { name: change.name ?? undefined, active: change.active ?? undefined };
    const audit = auditEntries([
      staffEntry(viewer, 'warehouse.update', `Warehouse:${code}`, detail),
    ]);
    const updated = await store.warehouses.update({ code, ...change }, audit);
    return updated ?? new NotFoundError('warehouse');
  }
}
