import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { CountryCode, Currency } from '../../../platform/graphql/scalars';
import type { OrdersContext } from '../context';
import { OrderLineInput } from '../schema/order-line-input';
import { type QuoteOutcome, QuoteResult } from '../schema/quote.result';
import { priceOrder, quoteOf } from '../workflows/quoting';

@Resolver()
export class QuoteOperation {
  @Query(() => QuoteResult, {
    nullable: true,
    description: 'What an order would cost now. Nothing is reserved.',
  })
  async quote(
    @Arg('currency', () => Currency) currency: string,
    @Arg('lines', () => [OrderLineInput]) lines: OrderLineInput[],
    @Arg('country', () => CountryCode) country: string,
    @Ctx() context: OrdersContext,
  ): Promise<QuoteOutcome> {
    const wanted = {
      currency: currency.toUpperCase(),
      country: country.toUpperCase(),
      countryPath: ['country'],
      lines,
    };
    const priced = await priceOrder(wanted, context, context);
    return 'lines' in priced ? quoteOf(priced) : priced;
  }
}
