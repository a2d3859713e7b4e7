import { Field, ObjectType } from 'type-graphql';
import { DateTime, Url } from '../../../platform/graphql/scalars';

/** Its columns stand in the order's row: all fields are in `operations/payment.ts`. */
@ObjectType({
  description:
    "Never holds a card number: only the provider's reference, the brand and the last four digits.",
})
export class Payment {}

@ObjectType({
  simpleResolvers: true,
  description: 'What the buyer must do, such as 3-D Secure, before the payment can go on.',
})
export class PaymentAction {
  @Field(() => Url, { nullable: true })
  redirectUrl?: string | null;

  @Field(() => String, { nullable: true })
  clientSecret?: string | null;

  @Field(() => DateTime)
  expiresAt: Date | string;
}
