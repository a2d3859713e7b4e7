import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { decimalFromMinor, isCurrency } from '../../../platform/values/money';
import type { InventoryContext } from '../context';
import { importFaults, storedName } from '../domain/product';
import { ListedProductInput } from '../schema/import-products.input';
import { ImportedProducts } from '../schema/import-products.result';

const rowsMax = 5_000;
const minorPattern = /^\d{1,15}$/;

/** Imports a catalogue. It can be repeated safely; the newest line wins. */
@Resolver()
export class ImportProductsOperation {
  @Mutation(() => ImportedProducts, {
    description: `Imports up to ${rowsMax} rows. Rows older than an earlier import change nothing.`,
  })
  async importProducts(
    @Arg('products', () => [ListedProductInput]) products: ListedProductInput[],
    @Ctx() { store }: InventoryContext,
  ): Promise<ImportedProducts> {
    if (products.length > rowsMax) throw badUserInput(`\`products\` takes up to ${rowsMax}.`);
    const faults = importFaults(
      products.map((product) => ({ ...product, price: priceOf(product) })),
    );
    const sound = products.filter((_product, index) => !faults.has(index));
    const counts = await store.productImports.take(
      sound.map((product) => ({
        ...product,
        name: storedName(product.name),
        priceMinor: BigInt(product.priceMinor),
      })),
    );
    const refused = [...faults].map(([index, { code }]) => ({ index, code }));
    return { ...counts, refused };
  }
}

/** The price as text for validation, even if it is not a number. */
function priceOf({ priceMinor, currency }: ListedProductInput): string {
  return minorPattern.test(priceMinor) && isCurrency(currency)
    ? decimalFromMinor(BigInt(priceMinor), currency)
    : priceMinor;
}
