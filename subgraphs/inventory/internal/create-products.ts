import { Arg, Ctx, Int, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { trimmedOrNull } from '../../../platform/values/text';
import type { InventoryContext } from '../context';
import { priceMinorMax, productFaults, storedName } from '../domain/product';
import { NewProductInput } from '../schema/create-products.input';
import type { NewProduct } from '../store/products';

const rowsMax = 1_000;
const minorPattern = /^\d{1,15}$/;

@Resolver()
export class CreateProductsOperation {
  @Mutation(() => Int, { description: 'Number of rows created. Existing rows do not change.' })
  async createProducts(
    @Arg('products', () => [NewProductInput]) products: NewProductInput[],
    @Ctx() { store }: InventoryContext,
  ): Promise<number> {
    if (products.length > rowsMax) throw badUserInput(`At most ${rowsMax} rows a call.`);
    return store.products.create(products.map(newProduct));
  }
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
    name: storedName(name),
    description: trimmedOrNull(input.description),
    priceMinor,
    currency,
    active: true,
  };
}
