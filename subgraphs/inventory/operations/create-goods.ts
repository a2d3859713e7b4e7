import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { trimmedOrNull } from '../../../platform/values/text';
import type { InventoryContext } from '../context';
import { priceMinorMax, productFaults } from '../domain/product';
import { isWarehouseCode } from '../domain/warehouse';
import { NewProductInput, NewWarehouseInput } from '../schema/new-goods-input';
import type { NewProduct } from '../store/products';

const rowsMax = 1_000;
const minorPattern = /^\d{1,15}$/;
const countryPattern = /^[A-Z]{2}$/;

/** Creates the initial warehouses and products of a shop; existing ones never change. */
@Resolver()
export class CreateGoodsOperation {
  @Query(() => Boolean, { description: 'Whether there is any product, active or not.' })
  hasProducts(@Ctx() { store }: InventoryContext): Promise<boolean> {
    return store.products.any();
  }

  @Mutation(() => Int, { description: 'How many were created; existing ones stay as they are.' })
  async createWarehouses(
    @Arg('warehouses', () => [NewWarehouseInput]) warehouses: NewWarehouseInput[],
    @Ctx() { store }: InventoryContext,
  ): Promise<number> {
    for (const { code, country } of checkedCount(warehouses)) {
      if (!isWarehouseCode(code)) throw badUserInput('`code` takes 1 to 32 letters and digits.');
      if (!countryPattern.test(country)) throw badUserInput('`country` takes two letters.');
    }
    return store.warehouses.create(warehouses);
  }

  @Mutation(() => Int, { description: 'How many were created; existing ones stay as they are.' })
  async createProducts(
    @Arg('products', () => [NewProductInput]) products: NewProductInput[],
    @Ctx() { store }: InventoryContext,
  ): Promise<number> {
    return store.products.create(checkedCount(products).map(newProduct));
  }
}

function checkedCount<Row>(rows: readonly Row[]): readonly Row[] {
  if (rows.length > rowsMax) throw badUserInput(`A call takes at most ${rowsMax} rows.`);
  return rows;
}

function newProduct(input: NewProductInput): NewProduct {
  const [fault] = productFaults({ ...input, price: null });
  if (fault) throw badUserInput(`${input.sku}: ${fault.field}: ${fault.message}`);
  const { sku, name, currency } = input;
  if (!minorPattern.test(input.priceMinor) || BigInt(input.priceMinor) > priceMinorMax) {
    throw badUserInput(`${sku}: priceMinor takes 0 to ${priceMinorMax}.`);
  }
  const priceMinor = BigInt(input.priceMinor);
  return {
    sku,
    name: name.trim(),
    description: trimmedOrNull(input.description),
    priceMinor,
    currency,
    active: true,
  };
}
