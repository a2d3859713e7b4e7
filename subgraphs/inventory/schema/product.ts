import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Product as ProductRow } from '../../../prisma/inventory/generated/client';

/**
 * Something that can be sold. What needs a second look-up (price, available, stock) stands in
 * `operations/product.ts`, beside the loader that answers it.
 */
@ObjectType({ simpleResolvers: true, description: 'Something that can be sold.' })
@Directive('@key(fields: "sku")')
export class Product
  implements Pick<ProductRow, 'sku' | 'name' | 'description' | 'active' | 'version'>
{
  @Field(() => ID, { description: 'Compared without regard to case.' })
  sku: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true })
  description: string | null;

  @Field(() => Boolean, { description: 'Inactive products exist for staff only.' })
  active: boolean;

  @Field(() => Int, { description: 'Optimistic lock: send it back with updateProduct.' })
  version: number;
}

export enum ProductSort {
  NAME_ASC = 'NAME_ASC',
  PRICE_ASC = 'PRICE_ASC',
  PRICE_DESC = 'PRICE_DESC',
  NEWEST = 'NEWEST',
  RELEVANCE = 'RELEVANCE',
}
registerEnumType(ProductSort, {
  name: 'ProductSort',
  description: 'RELEVANCE without a search is NAME_ASC.',
});
