import { Field, ID, InputType, Int } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';

@InputType()
export class CountedStockInput {
  @Field(() => ID)
  sku: string;

  @Field(() => ID)
  warehouse: string;

  @Field(() => Int)
  onHand: number;

  @Field(() => DateTime, { description: 'When so many units were on hand.' })
  countedAt: Date;

  @Field(() => Int, { nullable: true, description: 'New reorder point. Null does not change it.' })
  reorderPoint?: number | null;
}
