import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { badUserInput } from '../../../platform/graphql/errors';
import type { InventoryContext } from '../context';
import { reorderPointFaults, unknownProduct, unknownWarehouse } from '../domain/reorder-point';
import { ReorderPointInput } from '../schema/set-reorder-points.input';
import { BulkResult } from '../schema/upsert-products.result';

const rowsMax = 1_000;

@Resolver()
export class SetReorderPointsOperation {
  @Mutation(() => BulkResult, {
    nullable: true,
    description:
      'Sets the number of available units at which products count as low. WAREHOUSE, ADMIN and their API keys with INVENTORY_WRITE.',
  })
  async setReorderPoints(
    @Arg('input', () => [ReorderPointInput], {
      description: 'The reorder points, at most 1,000, each of another product or warehouse.',
    })
    input: ReorderPointInput[],
    @Ctx() { store, viewer, auditEntries }: InventoryContext,
  ): Promise<BulkResult> {
    if (input.length > rowsMax) throw badUserInput(`\`input\` takes at most ${rowsMax} rows.`);
    const faults = reorderPointFaults(input);
    const sound = input.flatMap((row, index) => (faults.has(index) ? [] : [{ ...row, index }]));
    const { stored, missing } = await store.reorderPoints.set(sound, (rows) =>
      auditEntries(
        rows.map(({ sku, warehouse, reorderPoint }) => {
          const detail = { warehouse, reorderPoint };
          return staffEntry(viewer, 'stock.reorder_point', `Product:${sku}`, detail);
        }),
      ),
    );
    for (const { index, what } of missing) {
      faults.set(index, what === 'product' ? unknownProduct : unknownWarehouse);
    }
    const rejected = [...faults].map(([index, fault]) => ({ index, ...fault }));
    return { accepted: stored, rejected: rejected.sort((one, other) => one.index - other.index) };
  }
}
