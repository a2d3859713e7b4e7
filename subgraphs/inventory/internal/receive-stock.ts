import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { inputHash } from '../../../platform/values/input-hash';
import type { InventoryContext } from '../context';
import { isSku, skuKey } from '../domain/sku';
import { adjustmentProblems } from '../domain/stock-adjustment';
import { ReceivedStockInput } from '../schema/receive-stock.input';

const linesMax = 1_000;

@Resolver()
export class ReceiveStockOperation {
  @Mutation(() => Boolean, {
    description: 'Puts units on the shelves, all lines or none, once per reference.',
  })
  async receiveStock(
    @Arg('lines', () => [ReceivedStockInput]) received: ReceivedStockInput[],
    @Arg('reference', () => String) reference: string,
    @Ctx() { store }: InventoryContext,
  ): Promise<boolean> {
    if (received.length > linesMax) throw badUserInput(`\`lines\` takes at most ${linesMax}.`);
    const lines = received.map(({ sku, warehouse, quantity }) => ({
      sku,
      warehouse,
      delta: quantity,
      reason: reference,
    }));
    const [problem] = adjustmentProblems(lines, reference);
    if (problem) throw badUserInput(`${problem.path.join('.')}: ${problem.message}`);
    if (!lines.every(({ sku, delta }) => isSku(sku) && delta > 0)) {
      throw badUserInput('`lines` must have valid SKUs and quantities above 0.');
    }
    const outcome = await store.stockAdjustments.adjust({
      key: `receive-stock:${reference}`,
      inputHash: inputHash(
        lines.map(({ sku, warehouse, delta }) => [skuKey(sku), warehouse, delta]),
      ),
      lines,
      kind: 'RECEIVED',
    });
    if (outcome.kind !== 'adjusted') throw badUserInput(`Nothing was received: ${outcome.kind}.`);
    return true;
  }
}
