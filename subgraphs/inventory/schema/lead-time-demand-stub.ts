import { Directive, Field, Float, Int, ObjectType } from 'type-graphql';

/** Resolved by orders; `Product.reorderProposals` needs it. */
@ObjectType({ simpleResolvers: true })
@Directive('@shareable')
export class LeadTimeDemand {
  @Field(() => Int)
  days: number;

  @Field(() => Float)
  expected: number;

  @Field(() => Float)
  high: number;
}
