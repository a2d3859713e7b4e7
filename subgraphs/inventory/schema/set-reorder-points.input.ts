import { Field, ID, InputType, Int } from 'type-graphql';

@InputType({ description: 'The reorder point of one product in one warehouse.' })
export class ReorderPointInput {
  @Field(() => ID, { description: 'SKU of the product, in any case.' })
  sku: string;

  @Field(() => ID, { description: 'Code of the warehouse, e.g. BER, in any case.' })
  warehouse: string;

  @Field(() => Int, {
    description:
      'Available units at or below which `lowStock` lists the product: 0 to 1,000,000,000.',
  })
  reorderPoint: number;
}
