import { Field, ID, InputType, Int } from 'type-graphql';
import { Decimal } from '../../../platform/graphql/scalars';
import { expectedVersionText } from './expected-version';

@InputType({
  description: 'Units of one product that came back, and whether they are sold again.',
})
export class ReturnLineInput {
  @Field(() => ID, { description: 'SKU of the product, in any case. Each SKU may appear once.' })
  sku: string;

  @Field(() => Int, { description: 'Number of units, at most those shipped and not yet returned.' })
  quantity: number;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether the units are put on hand again. Null means false.',
  })
  restock?: boolean | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Code of the warehouse that restocks the units. Null means the one that shipped them.',
  })
  warehouse?: string | null;
}

@InputType({ description: 'The amount to refund, and the units that came back.' })
export class RefundOrderInput {
  @Field(() => ID, { description: 'Id of the order to refund.' })
  orderId: string;

  @Field(() => Decimal, {
    description: 'Amount to refund in the currency of the order, more than 0.',
  })
  amount: string;

  @Field(() => String, {
    description: 'Why it is refunded, 1 to 500 characters. The customer can read it.',
  })
  reason: string;

  @Field(() => [ReturnLineInput], {
    nullable: true,
    description: 'Units that came back, each SKU once. Null means none.',
  })
  lines?: ReturnLineInput[] | null;

  @Field(() => Int, { nullable: true, description: expectedVersionText })
  expectedVersion?: number | null;

  @Field(() => String, {
    description:
      'Client-chosen key of 8 to 255 characters. The same key and input again refund nothing more.',
  })
  idempotencyKey: string;
}
