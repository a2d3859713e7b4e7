import { Directive, Field, Float, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

/** Resolved by orders; `Product.reorderProposals` needs it. */
@PlainType()
@Directive('@shareable')
export class LeadTimeDemand {
  @Field(() => Int)
  days: number;

  @Field(() => Float)
  expected: number;

  @Field(() => Float)
  high: number;
}
