import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Allocation as AllocationRow } from '../../../prisma/inventory/generated/client';

@ObjectType({
  simpleResolvers: true,
  description: 'Units of one product that are held for an order at one warehouse.',
})
export class Allocation implements Pick<AllocationRow, 'sku' | 'quantity'> {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;
}
