import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { inputHash } from '../../../platform/values/input-hash';
import { isUuid } from '../../../platform/values/uuid';
import type { InventoryContext } from '../context';
import { skuKey } from '../domain/sku';
import { onHandUnitsMax } from '../domain/stock-adjustment';
import { returnedLinesMax, stockLinesProblem } from '../domain/stock-lines';
import { isWarehouseCode } from '../domain/warehouse';
import { ReturnedStockInput } from '../schema/restock-returns.input';
import type { AdjustRefusal } from '../store/stock-adjustments';

const keyCharactersMax = 255;

@Resolver()
export class RestockReturnsOperation {
  @Mutation(() => Boolean, {
    description:
      'Puts units on hand again that came back from an order, all lines or none. The same key again adds nothing.',
  })
  async restockReturns(
    @Arg('key', () => String) key: string,
    @Arg('orderId', () => ID) orderId: string,
    @Arg('lines', () => [ReturnedStockInput]) returned: ReturnedStockInput[],
    @Ctx() { store }: InventoryContext,
  ): Promise<boolean> {
    if (key.length < 1 || key.length > keyCharactersMax || key.includes('\0')) {
      throw badUserInput(`\`key\` takes 1 to ${keyCharactersMax} characters.`);
    }
    if (!isUuid(orderId)) throw badUserInput('`orderId` must be a UUID.');
    const problem = stockLinesProblem(returned, returnedLinesMax);
    if (problem) throw badUserInput(problem);
    const reason = orderId.toLowerCase();
    if (!returned.every(({ warehouse }) => isWarehouseCode(warehouse))) {
      throw badUserInput('`warehouse` must be a warehouse code.');
    }
    const lines = returned.map(({ sku, warehouse, quantity }) => ({
      sku,
      warehouse,
      delta: quantity,
      reason,
    }));
    const outcome = await store.stockAdjustments.adjust({
      key: `restock-returns:${key}`,
      inputHash: inputHash([
        reason,
        lines.map(({ sku, warehouse, delta }) => [skuKey(sku), warehouse, delta]),
      ]),
      lines,
      kind: 'RETURNED',
    });
    if (outcome.kind !== 'adjusted') throw badUserInput(refusalText(outcome));
    return true;
  }
}

/** The reason is shown to the person who decides what becomes of the units. */
const refusalText = (refusal: AdjustRefusal): string =>
  refusal.kind === 'tooMuch'
    ? `${refusal.warehouse} would have more than ${onHandUnitsMax} units of ${refusal.sku}.`
    : `Nothing was restocked: ${refusal.kind}.`;
