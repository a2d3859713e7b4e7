import { Field, Int } from 'type-graphql';
import { describeEnum } from '../../../platform/graphql/describe-enum';
import { Money } from '../../../platform/graphql/money';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import { StatsBucket } from '../../../prisma/orders/generated/enums';
import { percentileOf } from '../domain/order-stats';
import type { OrderStatsRow } from '../store/order-stats';

export { StatsBucket };

describeEnum(
  StatsBucket,
  'StatsBucket',
  'How long a point of order statistics is. Points begin in UTC.',
  {
    HOUR: 'One hour, from its first minute on.',
    DAY: 'One day, from midnight UTC on.',
  },
);

@PlainType(
  'Figures of the orders placed in one hour or day, by their status now. Visible to staff.',
)
export class OrderStatsPoint {
  @Field(() => DateTime, { description: 'Beginning of the hour or day, in UTC.' })
  at: Date;

  @Field(() => Int, {
    description: 'Number of orders placed, including those that were rejected or cancelled.',
  })
  placed: number;

  @Field(() => Int, {
    description:
      'How many of them are confirmed, including shipped and delivered ones and without cancelled ones.',
  })
  confirmed: number;

  @Field(() => Int, { description: 'How many of them are REJECTED.' })
  rejected: number;

  @Field(() => Int, { description: 'How many of them are CANCELLED.' })
  cancelled: number;

  @Field(() => Money, {
    description: 'Total of those that are neither REJECTED nor CANCELLED, with shipping and tax.',
  })
  revenue: Money;

  @Field(() => Int, {
    nullable: true,
    description:
      'Median milliseconds from placing to the decision, without the wait for buyers, ±5 %. Null if none is decided.',
  })
  decidedMsP50: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      '99th percentile of the milliseconds from placing to the decision, without the wait for buyers, ±5 %. Null if none is decided.',
  })
  decidedMsP99: number | null;
}

const median = 0.5;
const nearlyAll = 0.99;

/** The point of a bucket; zeros where nothing happened. */
export function orderStatsPoint(
  at: Date,
  currency: string,
  row: OrderStatsRow | undefined,
): OrderStatsPoint {
  const { placed = 0, confirmed = 0, rejected = 0, cancelled = 0, revenueMinor = 0n } = row ?? {};
  const decided = row?.decided ?? [];
  return {
    at,
    placed,
    confirmed,
    rejected,
    cancelled,
    revenue: new Money(revenueMinor, currency),
    decidedMsP50: percentileOf(decided, median),
    decidedMsP99: percentileOf(decided, nearlyAll),
  };
}
