import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { badUserInput } from '../../../platform/graphql/errors';
import type { Viewer } from '../../../platform/requests/viewer';
import { trimmedOrNull } from '../../../platform/values/text';
import type { InventoryContext } from '../context';
import { importFaults, priceMinorFrom, storedName } from '../domain/product';
import { ProductInput } from '../schema/upsert-products.input';
import { BulkResult } from '../schema/upsert-products.result';
import type { NewProduct } from '../store/products';

const rowsMax = 1_000;

@Resolver()
export class UpsertProductsOperation {
  @Mutation(() => BulkResult, {
    nullable: true,
    description:
      'Creates or replaces products by SKU and raises their versions. ADMIN, and API keys of ADMIN with INVENTORY_WRITE.',
  })
  @Directive('@rateLimit(limit: 300, duration: 60)')
  async upsertProducts(
    @Arg('input', () => [ProductInput], {
      description: 'The products, at most 1,000. What a product leaves out is emptied.',
    })
    input: ProductInput[],
    @Ctx() { store, viewer, auditEntries }: InventoryContext,
  ): Promise<BulkResult> {
    if (input.length > rowsMax) throw badUserInput(`\`input\` takes at most ${rowsMax} products.`);
    const faults = importFaults(input);
    const products = input.filter((_, index) => !faults.has(index)).map(newProduct);
    const audit = auditEntries(products.map((product) => upsertEntry(product, viewer)));
    if (products.length > 0) await store.products.upsert(products, audit);
    const rejected = [...faults].map(([index, { code, field, message }]) => ({
      index,
      code,
      message: `${field}: ${message}`,
    }));
    return { accepted: products.length, rejected };
  }
}

/** The entry omits name and description, which are in the public catalogue. */
function upsertEntry({ sku, priceMinor, currency, active }: NewProduct, viewer: Viewer) {
  const detail = { priceMinor: priceMinor.toString(), currency, active };
  return staffEntry(viewer, 'product.upsert', `Product:${sku}`, detail);
}

function newProduct(input: ProductInput): NewProduct {
  const priceMinor = priceMinorFrom(input.price, input.currency);
  if (priceMinor === null) throw new TypeError('A validated row has no valid price.');
  return {
    sku: input.sku,
    name: storedName(input.name),
    description: trimmedOrNull(input.description),
    priceMinor,
    currency: input.currency,
    active: input.active ?? true,
  };
}
