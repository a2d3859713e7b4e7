import { Field, ObjectType } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime, Url } from '../../../platform/graphql/scalars';

/** Its columns are in the order's row, so all fields are in `operations/payment.ts`. */
@ObjectType({
  description:
    "The payment of an order. It never holds a card number: only the provider's reference, the brand and the last four digits.",
})
export class Payment {}

@PlainType(
  'What the buyer has to do, e.g. 3-D Secure, before the payment continues. Visible to the owner.',
)
export class PaymentAction {
  @Field(() => Url, {
    nullable: true,
    description: 'Page to send the buyer to. Null if the provider names none.',
  })
  redirectUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Secret for the provider's library in the browser. Null if the provider uses none.",
  })
  clientSecret?: string | null;

  @Field(() => DateTime, {
    description: 'Time until which the buyer can act. After that the order is rejected.',
  })
  expiresAt: Date | string;
}
