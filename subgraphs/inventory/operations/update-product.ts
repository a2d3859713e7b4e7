import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import {
  ConflictError,
  NotFoundError,
  ValidationError,
  versionConflict,
} from '../../../platform/graphql/errors';
import { trimmedOrNull } from '../../../platform/values/text';
import type { InventoryContext } from '../context';
import { priceMinorFrom, productFaults, storedName } from '../domain/product';
import { UpdateProductInput } from '../schema/update-product.input';
import { UpdateProductResult } from '../schema/update-product.result';

@Resolver()
export class UpdateProductOperation {
  @Mutation(() => UpdateProductResult, {
    nullable: true,
    description:
      'Changes one product and raises its version. ADMIN, and API keys of ADMIN with INVENTORY_WRITE.',
  })
  async updateProduct(
    @Arg('input', () => UpdateProductInput, {
      description: 'The product and what to change of it.',
    })
    input: UpdateProductInput,
    @Ctx() { store, loaders, viewer, auditEntries }: InventoryContext,
  ): Promise<UpdateProductResult> {
    const product = await loaders.productBySku.load(input.sku);
    if (!product) return new NotFoundError('product');
    const { currency } = product;
    const faults = productFaults({ ...input, sku: undefined, currency });
    if (faults.length > 0) {
      return new ValidationError(faults.map(({ field, message }) => ({ path: [field], message })));
    }
    const conflict = versionConflict(product, input.version);
    if (conflict !== null) return conflict;
    const change = {
      name: input.name == null ? undefined : storedName(input.name),
      description: input.description == null ? undefined : trimmedOrNull(input.description),
      priceMinor:
        input.price == null ? undefined : (priceMinorFrom(input.price, currency) ?? undefined),
      active: input.active ?? undefined,
    };
    const detail = { ...change, priceMinor: change.priceMinor?.toString() };
    const [audit = null] = auditEntries([
      staffEntry(viewer, 'product.update', `Product:${product.sku}`, detail),
    ]);
    const updated = await store.products.update(product.sku, product.version, change, audit);
    if (updated) return updated;
    const [newer] = await store.products.bySku([product.sku]);
    return newer ? new ConflictError(newer.version) : new NotFoundError('product');
  }
}
