import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { DateTime } from '../../../platform/graphql/scalars';
import { decimalFromMinor, isCurrency } from '../../../platform/values/money';
import type { InventoryContext } from '../context';
import { importFaults } from '../domain/product';

const rowsMax = 5_000;
const minorPattern = /^\d{1,15}$/;

@InputType()
export class ListedProductInput {
  @Field(() => ID)
  sku: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { description: 'Net, in minor units of the currency.' })
  priceMinor: string;

  @Field(() => String)
  currency: string;

  @Field(() => DateTime, { description: 'When it was offered like this.' })
  listedAt: Date;
}

@ObjectType({ simpleResolvers: true })
export class RefusedProduct {
  @Field(() => Int, { description: 'Which row of the call, from 0.' })
  index: number;

  @Field(() => String, { description: 'As in a refusal of upsertProducts.' })
  code: string;
}

@ObjectType({ simpleResolvers: true })
export class ImportedProducts {
  @Field(() => Int)
  created: number;

  @Field(() => Int, { description: 'Had another name or price, from an older line.' })
  updated: number;

  @Field(() => [RefusedProduct])
  refused: RefusedProduct[];
}

/** Imports a catalogue. It can be repeated safely; the newest line wins. */
@Resolver()
export class ImportProductsOperation {
  @Mutation(() => ImportedProducts, {
    description: `Up to ${rowsMax} rows. Older rows than those imported before change nothing.`,
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
        name: product.name.trim(),
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
