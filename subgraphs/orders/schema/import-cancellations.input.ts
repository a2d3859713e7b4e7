import { Field, ID, InputType, Int } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';

@InputType()
export class ImportedCancellationInput {
  @Field(() => ID)
  invoice: string;

  @Field(() => ID)
  customerId: string;

  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => DateTime)
  cancelledAt: Date;
}
