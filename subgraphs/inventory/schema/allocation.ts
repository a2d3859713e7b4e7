import { Field, ID, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import type { Allocation as AllocationRow } from '../../../prisma/inventory/generated/client';

@PlainType(
  'Units of one product that are reserved for an order in one warehouse. Visible to staff.',
)
export class Allocation implements Pick<AllocationRow, 'sku' | 'quantity'> {
  @Field(() => ID, { description: 'SKU of the reserved product.' })
  sku: string;

  @Field(() => Int, { description: 'Number of units that are reserved here and not shipped yet.' })
  quantity: number;
}
