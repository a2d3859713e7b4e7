import { Field, Float } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';

/** One reason of an assessment. */
@PlainType('Why an order looked suspicious. Visible to SUPPORT and ADMIN.')
export class RiskReason {
  @Field(() => String, {
    description:
      'Stable name for programs: provider_warning, orders_last_hour, declined_payments, unusual_amount, new_country or new_account; more may follow.',
  })
  code: string;

  @Field(() => Float, { description: 'Its share of the score, from 0 to 1.' })
  weight: number;

  @Field(() => String, { description: 'Explanation for people in English.' })
  text: string;
}

/** How suspicious an order looked when it was placed. */
@PlainType('How suspicious an order looked when it was placed. Visible to SUPPORT and ADMIN.')
export class RiskAssessment {
  @Field(() => Float, {
    description:
      '0 (nothing suspicious) to 1. Above the configured threshold the order waits for a review.',
  })
  score: number;

  @Field(() => [RiskReason], {
    description: 'The heaviest reasons, at most three, the heaviest first. Empty if there is none.',
  })
  reasons: readonly RiskReason[];

  @Field(() => String, {
    description:
      'The rules that gave the score, with their version and a digest of their settings.',
  })
  assessor: string;

  @Field(() => DateTime, { description: 'When the order was assessed, in UTC.' })
  assessedAt: Date | string;
}
