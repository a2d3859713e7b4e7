import { Arg, Ctx, Int, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import type { InventoryContext } from '../context';
import { isWarehouseCode } from '../domain/warehouse';
import { NewWarehouseInput } from '../schema/create-warehouses.input';

const rowsMax = 1_000;
const countryPattern = /^[A-Z]{2}$/;

/** Fills a demo shop; people call `createWarehouse`. */
@Resolver()
export class CreateWarehousesOperation {
  @Mutation(() => Int, { description: 'Number of rows created. Existing rows do not change.' })
  async createWarehouses(
    @Arg('warehouses', () => [NewWarehouseInput]) warehouses: NewWarehouseInput[],
    @Ctx() { store }: InventoryContext,
  ): Promise<number> {
    if (warehouses.length > rowsMax) throw badUserInput(`At most ${rowsMax} rows a call.`);
    for (const { code, country } of warehouses) {
      if (!isWarehouseCode(code)) throw badUserInput('`code` takes 1 to 32 letters and digits.');
      if (!countryPattern.test(country)) throw badUserInput('`country` takes two letters.');
    }
    return store.warehouses.create(warehouses);
  }
}
