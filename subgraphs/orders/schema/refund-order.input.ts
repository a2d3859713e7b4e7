import { Field, ID, InputType, Int } from 'type-graphql';
import { Decimal } from '../../../platform/graphql/scalars';

@InputType({
  description:
    'Units that came back. restock puts them on hand again, in `warehouse` or where they were shipped from.',
})
export class ReturnLineInput {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => Boolean, { nullable: true, defaultValue: false })
  restock?: boolean | null;

  @Field(() => ID, { nullable: true })
  warehouse?: string | null;
}

@InputType()
export class RefundOrderInput {
  @Field(() => ID)
  orderId: string;

  @Field(() => Decimal, { description: 'More than 0, in the currency of the order.' })
  amount: string;

  @Field(() => String, { description: '1 to 500 characters.' })
  reason: string;

  @Field(() => [ReturnLineInput], { nullable: true })
  lines?: ReturnLineInput[] | null;

  @Field(() => Int, { nullable: true })
  expectedVersion?: number | null;

  @Field(() => String, { description: 'Chosen by the client, 8 to 255 characters.' })
  idempotencyKey: string;
}
