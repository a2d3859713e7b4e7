import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { InventoryContext } from '../context';
import { adjustmentProblems } from '../domain/stock-adjustment';
import { StockAdjustmentInput } from '../schema/adjust-stock.input';
import { AdjustStockResult } from '../schema/adjust-stock.result';
import { changeStock } from '../workflows/change-stock';

@Resolver()
export class AdjustStockOperation {
  @Mutation(() => AdjustStockResult, {
    nullable: true,
    description:
      'Corrects stock by signed amounts, all lines or none. WAREHOUSE, ADMIN and their API keys with INVENTORY_WRITE.',
  })
  adjustStock(
    @Arg('input', () => [StockAdjustmentInput], {
      description: 'The corrections, 1 to 1,000. Several of one stock level are added up.',
    })
    input: StockAdjustmentInput[],
    @Arg('idempotencyKey', () => String, {
      description:
        'Client-chosen key of 8 to 255 characters. The same key and input again change nothing more.',
    })
    idempotencyKey: string,
    @Ctx() context: InventoryContext,
  ): Promise<AdjustStockResult> {
    const call = { input, idempotencyKey, problems: adjustmentProblems };
    const units = ({ delta }: StockAdjustmentInput) => ({ delta });
    return changeStock({ ...call, keyScope: '', action: 'stock.adjust', units }, context);
  }
}
