import { Field, InputType } from 'type-graphql';
import { AddressInput } from '../../../platform/graphql/postal-address';
import { Currency, Decimal } from '../../../platform/graphql/scalars';
import { OrderLineInput } from './order-line-input';

@InputType()
export class PaymentInput {
  @Field(() => String, { description: 'Token of the payment provider, never a card number.' })
  token: string;
}

@InputType()
export class PlaceOrderInput {
  @Field(() => String, {
    description:
      'Chosen by the client, 8 to 255 characters. The same key and input again give the same order, once.',
  })
  idempotencyKey: string;

  @Field(() => Currency)
  currency: string;

  @Field(() => [OrderLineInput], { description: '1 to 1,000, each SKU once.' })
  lines: OrderLineInput[];

  @Field(() => AddressInput)
  shippingAddress: AddressInput;

  @Field(() => PaymentInput)
  payment: PaymentInput;

  @Field(() => Decimal, {
    nullable: true,
    description:
      'The total that the buyer was shown. If the order would cost anything else, nothing happens: PriceChangedError.',
  })
  expectedTotal?: string | null;

  @Field(() => String, { nullable: true })
  note?: string | null;
}
