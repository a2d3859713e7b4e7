import { Field, InputType } from 'type-graphql';
import { AddressInput } from '../../../platform/graphql/postal-address';
import { Currency, Decimal, Url } from '../../../platform/graphql/scalars';
import { OrderLineInput } from './order-line.input';

@InputType({ description: 'The means of payment of an order.' })
export class PaymentInput {
  @Field(() => String, {
    description:
      'Token of the payment provider, at most 255 characters, e.g. `tok_ok` in the sandbox. Never a card number.',
  })
  token: string;

  @Field(() => Url, {
    nullable: true,
    description:
      'URL the bank returns the buyer to after 3-D Secure, with `orderId` in its query. `payments.returnOrigins` lists the allowed origins.',
  })
  returnUrl?: string | null;
}

@InputType({ description: 'The order to place, with prices from the catalogue.' })
export class PlaceOrderInput {
  @Field(() => String, {
    description:
      'Client-chosen key of 8 to 255 characters. The same key and input again give the same order, once.',
  })
  idempotencyKey: string;

  @Field(() => Currency, {
    description: 'ISO 4217 code of the currency. All products have to be priced in it.',
  })
  currency: string;

  @Field(() => [OrderLineInput], {
    description: 'The products to order, 1 to 1,000, each SKU once.',
  })
  lines: OrderLineInput[];

  @Field(() => AddressInput, {
    description: 'Where the parcels are delivered. Its country decides about tax and shipping.',
  })
  shippingAddress: AddressInput;

  @Field(() => PaymentInput, {
    description: 'The means of payment, which is charged when units are shipped.',
  })
  payment: PaymentInput;

  @Field(() => Decimal, {
    nullable: true,
    description:
      'The total that the buyer was shown. Any other total is refused with PriceChangedError. Null accepts any.',
  })
  expectedTotal?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Note of the buyer, at most 2,000 characters.',
  })
  note?: string | null;
}
