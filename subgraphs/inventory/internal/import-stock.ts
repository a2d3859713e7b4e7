import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import type { InventoryContext } from '../context';
import { isReorderPoint } from '../domain/reorder-point';
import { countProblem, repeatedLevels } from '../domain/stock-adjustment';
import { CountedStockInput } from '../schema/import-stock.input';
import { ImportedStock } from '../schema/import-stock.result';

const rowsMax = 1_000;

/** Imports counts. The same rows again change nothing, nor do older ones. */
@Resolver()
export class ImportStockOperation {
  @Mutation(() => ImportedStock, {
    description: `Sets what is on hand, up to ${rowsMax} rows of different levels.`,
  })
  async importStock(
    @Arg('rows', () => [CountedStockInput]) rows: CountedStockInput[],
    @Ctx() { store }: InventoryContext,
  ): Promise<ImportedStock> {
    if (rows.length > rowsMax) throw badUserInput(`\`rows\` takes up to ${rowsMax}.`);
    if (repeatedLevels(rows).length > 0) throw badUserInput('`rows` takes each level once.');
    for (const { onHand, reorderPoint } of rows) {
      const isSound = countProblem(onHand) === null && isReorderPoint(reorderPoint ?? 0);
      if (!isSound) throw badUserInput('`onHand` and `reorderPoint` take 0 to 1,000,000,000.');
    }
    const counts = rows.map(({ sku, warehouse, onHand, countedAt, reorderPoint }, index) => ({
      index,
      sku,
      warehouse,
      counted: onHand,
      countedAt,
      reorderPoint: reorderPoint ?? null,
    }));
    return store.stockImports.take(counts);
  }
}
