import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { Currency, DateTime } from '../../../platform/graphql/scalars';
import { publicError } from '../../../platform/requests/public-error';
import type { OrdersContext } from '../context';
import { bucketsBetween, statsBucketsMax } from '../domain/order-stats';
import { OrderStatsPoint, orderStatsPoint, StatsBucket } from '../schema/order-stats';

@Resolver()
export class OrderStatsOperation {
  @Query(() => [OrderStatsPoint], {
    nullable: true,
    description:
      'Figures of orders for charts: one point for each hour or day, oldest first, at most 400. Staff only.',
  })
  async orderStats(
    @Arg('from', () => DateTime, {
      description: 'Beginning of the range. The first point is the one that contains it.',
    })
    from: Date,
    @Arg('to', () => DateTime, { description: 'End of the range, exclusive.' })
    to: Date,
    @Arg('bucket', () => StatsBucket, { description: 'Length of each point: an hour or a day.' })
    bucket: StatsBucket,
    @Arg('currency', () => Currency, {
      description: 'ISO 4217 code. Only orders in this currency are counted.',
    })
    currency: string,
    @Ctx() { store }: OrdersContext,
  ): Promise<OrderStatsPoint[]> {
    if (to < from) throw badUserInput('`to` may not be before `from`.', 'to');
    const starts = bucketsBetween(from, to, bucket);
    if (starts === null) {
      throw badUserInput(`The range has more than ${statsBucketsMax} points.`, 'to');
    }
    const [first] = starts;
    if (first === undefined) return [];
    const rows = await store.orderStats.read({ currency, bucket, from: first, to });
    if (rows === null) throw beingCounted();
    const byStart = new Map(rows.map((row) => [row.at.getTime(), row]));
    return starts.map((at) => orderStatsPoint(at, currency, byStart.get(at.getTime())));
  }
}

const beingCounted = () =>
  publicError(
    'SERVICE_UNAVAILABLE',
    'Orders of this range are still being counted. Try again in a minute.',
  );
