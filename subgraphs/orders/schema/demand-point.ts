import { Field, Float } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { CalendarDate } from '../../../platform/graphql/scalars';

@PlainType('Expected demand of a product on one day, with an interval. Visible to staff.')
export class DemandPoint {
  @Field(() => CalendarDate, { description: 'The day, from midnight to midnight UTC.' })
  date: Date;

  @Field(() => Float, { description: 'Expected units, the mean over many such days.' })
  expected: number;

  @Field(() => Float, {
    description: 'Lower end of the range that held four of five such days in the last 12 weeks.',
  })
  low: number;

  @Field(() => Float, { description: 'Upper end of that range.' })
  high: number;
}
