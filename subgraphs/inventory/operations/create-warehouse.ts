import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { ValidationError } from '../../../platform/graphql/errors';
import type { InventoryContext } from '../context';
import { newWarehouseProblems } from '../domain/warehouse';
import { CreateWarehouseInput } from '../schema/create-warehouse.input';
import { WarehouseResult } from '../schema/warehouse.result';

@Resolver()
export class CreateWarehouseOperation {
  @Mutation(() => WarehouseResult, {
    nullable: true,
    description:
      'Creates a warehouse. The same input again returns the same warehouse. ADMIN only.',
  })
  async createWarehouse(
    @Arg('input', () => CreateWarehouseInput, {
      description: 'The code, name and country of the warehouse.',
    })
    input: CreateWarehouseInput,
    @Ctx() { store, viewer, auditEntries }: InventoryContext,
  ): Promise<WarehouseResult> {
    const problems = newWarehouseProblems(input);
    if (problems.length > 0) return new ValidationError(problems);
    const { code } = input;
    const facts = { name: input.name.trim(), country: input.country };
    const audit = auditEntries([
      staffEntry(viewer, 'warehouse.create', `Warehouse:${code}`, facts),
    ]);
    const created = await store.warehouses.add({ code, ...facts }, audit);
    if (created) return created;
    const [known] = await store.warehouses.byCode([code]);
    if (!known) throw new Error('A warehouse disappeared. Warehouses are never deleted.');
    const different = (['name', 'country'] as const).filter(
      (field) => known[field] !== facts[field],
    );
    if (different.length === 0) return known;
    return new ValidationError(
      different.map((field) => ({
        path: [field],
        message: `The warehouse ${known.code} exists with another ${field}: ${known[field]}.`,
      })),
    );
  }
}
