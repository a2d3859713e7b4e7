import { Directive, Field, ID, Int } from 'type-graphql';
import { describeEnum } from '../../../platform/graphql/describe-enum';
import { PlainType } from '../../../platform/graphql/plain-type';
import type { Product as ProductRow } from '../../../prisma/inventory/generated/client';
import { LeadTimeDemand } from './lead-time-demand-stub';

/**
 * A product. The fields that need another lookup (price, available, stock) are resolved in
 * `operations/product.ts`.
 */
@PlainType('A product of the catalogue. Inactive products exist for staff only.')
@Directive('@key(fields: "sku")')
export class Product
  implements Pick<ProductRow, 'sku' | 'name' | 'description' | 'active' | 'version'>
{
  @Field(() => ID, {
    description:
      'Stock keeping unit, the key of the product: 1 to 64 characters, compared without regard to case.',
  })
  sku: string;

  @Field(() => String, { description: 'Name of the product, at most 200 characters.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'Description of the product, at most 5,000 characters. Null if there is none.',
  })
  description: string | null;

  @Field(() => Boolean, {
    description: 'Whether the product is for sale. Inactive products exist for staff only.',
  })
  active: boolean;

  @Field(() => Int, {
    description:
      'Version of the product, which rises with each change. Send it with `updateProduct`.',
  })
  version: number;

  @Field(() => LeadTimeDemand, { nullable: true })
  @Directive('@external')
  leadTimeDemand?: LeadTimeDemand | null;
}

export enum ProductSort {
  NAME_ASC = 'NAME_ASC',
  PRICE_ASC = 'PRICE_ASC',
  PRICE_DESC = 'PRICE_DESC',
  NEWEST = 'NEWEST',
  RELEVANCE = 'RELEVANCE',
}
describeEnum(
  ProductSort,
  'ProductSort',
  'The order in which products are listed. Products that tie are ordered by SKU: from Z to A in PRICE_DESC, NEWEST and a search by RELEVANCE.',
  {
    NAME_ASC: 'Sorted by name, from A to Z.',
    PRICE_ASC:
      'Sorted by net price, cheapest first. Prices of different currencies are not converted.',
    PRICE_DESC:
      'Sorted by net price, most expensive first. Prices of different currencies are not converted.',
    NEWEST: 'Sorted by creation time, newest first.',
    RELEVANCE:
      'Sorted by relevance to `filter.search`, best match first. The same as NAME_ASC without a search.',
  },
);
