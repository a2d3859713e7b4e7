import { Directive, Field, Float, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType('Demand of a product until a reorder that is placed now arrives. Visible to staff.')
@Directive('@shareable')
export class LeadTimeDemand {
  @Field(() => Int, { description: 'Days until a reorder arrives, by the configuration.' })
  days: number;

  @Field(() => Float, { description: 'Expected units in these days, over all warehouses.' })
  expected: number;

  @Field(() => Float, {
    description:
      'Units that the demand of these days exceeds as seldom as the configured service level allows.',
  })
  high: number;
}
