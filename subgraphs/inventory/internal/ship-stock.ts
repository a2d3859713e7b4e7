import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { inputHash } from '../../../platform/values/input-hash';
import { isUuid } from '../../../platform/values/uuid';
import type { InventoryContext } from '../context';
import { skuKey } from '../domain/sku';
import { stockLinesProblem } from '../domain/stock-lines';
import { isWarehouseCode } from '../domain/warehouse';
import { ShipStockOutcome } from '../schema/ship-stock.result';
import { StockLineInput } from '../schema/stock-line.input';

const keyCharactersMax = 255;
/**
 * No warehouse has this code. Nothing is reserved in a warehouse that cannot exist, which is a final
 * answer: an error would be tried again for ever, and the order could be neither shipped nor cancelled.
 */
const noWarehouse = '';

@Resolver()
export class ShipStockOperation {
  @Mutation(() => ShipStockOutcome, {
    description:
      'Ships units of a confirmed reservation, one parcel for each warehouse; without `lines` all that is left. The same key again returns the same and ships nothing.',
  })
  async shipStock(
    @Arg('key', () => String) key: string,
    @Arg('orderId', () => ID) orderId: string,
    @Arg('lines', () => [StockLineInput], { nullable: true })
    lines: StockLineInput[] | null = null,
    @Arg('warehouse', () => ID, { nullable: true }) warehouse: string | null = null,
    @Ctx() { store }: InventoryContext,
  ): Promise<ShipStockOutcome> {
    if (key.length < 1 || key.length > keyCharactersMax || key.includes('\0')) {
      throw badUserInput(`\`key\` takes 1 to ${keyCharactersMax} characters.`);
    }
    if (!isUuid(orderId)) throw badUserInput('`orderId` must be a UUID.');
    const problem = lines === null ? null : stockLinesProblem(lines);
    if (problem !== null) throw badUserInput(problem);
    const outcome = await store.shipping.ship({
      key: `ship-stock:${key}`,
      inputHash: inputHash([
        orderId.toLowerCase(),
        lines?.map(({ sku, quantity }) => [skuKey(sku), quantity]) ?? null,
        warehouse,
      ]),
      orderId,
      lines,
      warehouse: warehouse === null || isWarehouseCode(warehouse) ? warehouse : noWarehouse,
    });
    const parcels = outcome.parcels.map((parcel) => ({ ...parcel, lines: [...parcel.lines] }));
    return { parcels, shortages: [...outcome.shortages] };
  }
}
