import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { InventoryContext } from '../context';
import { countProblems } from '../domain/stock-adjustment';
import { AdjustStockResult } from '../schema/adjust-stock.result';
import { StockCountInput } from '../schema/record-stock-count.input';
import { changeStock } from '../workflows/change-stock';

@Resolver()
export class RecordStockCountOperation {
  @Mutation(() => AdjustStockResult, {
    nullable: true,
    description:
      'Sets what is on hand to what was counted, all lines or none. WAREHOUSE, ADMIN and their API keys with INVENTORY_WRITE.',
  })
  recordStockCount(
    @Arg('input', () => [StockCountInput], {
      description: 'The counts, 1 to 1,000, each of another product or warehouse.',
    })
    input: StockCountInput[],
    @Arg('idempotencyKey', () => String, {
      description:
        'Client-chosen key of 8 to 255 characters. The same key and input again change nothing more.',
    })
    idempotencyKey: string,
    @Ctx() context: InventoryContext,
  ): Promise<AdjustStockResult> {
    const call = { input, idempotencyKey, problems: countProblems };
    const units = ({ counted }: StockCountInput) => ({ counted });
    return changeStock({ ...call, keyScope: 'count:', action: 'stock.count', units }, context);
  }
}
