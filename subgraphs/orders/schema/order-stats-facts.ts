import { Field, ObjectType } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import type { StatsDifference } from '../store/order-stats';
import { StatsBucket } from './order-stats';

@ObjectType('StatsDifference', { simpleResolvers: true })
export class StatsDifferenceType implements StatsDifference {
  @Field(() => StatsBucket)
  bucket: StatsBucket;

  @Field(() => DateTime)
  at: Date;

  @Field(() => String)
  currency: string;

  @Field(() => String, { description: 'Figures computed from the orders.' })
  expected: string;

  @Field(() => String, { description: 'Figures as they are stored.' })
  found: string;
}

@PlainType('A UTC day of order statistics, compared with its orders in one snapshot.')
export class OrderStatsFacts {
  @Field(() => DateTime)
  day: Date;

  @Field(() => [StatsDifferenceType], {
    description: 'Some of the differences. Empty while the day waits to be counted.',
  })
  differences: StatsDifferenceType[];
}
